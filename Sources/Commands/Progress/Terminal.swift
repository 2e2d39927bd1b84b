internal import Files
internal import Foundation
internal import Synchronization

/// Where a command speaks to the person: standard output for results, standard error for progress.
///
/// While a pipeline runs, everything that is said is also kept for the run's `log.txt`.
final class Terminal: Sendable {
  /// How much is said: only what was asked for and errors, the usual, or more.
  enum Talk: Sendable { case quiet, usual, verbose }

  static let shared = Terminal()

  private let log = Mutex<[String]?>(nil)
  private let talk = Mutex(Talk.usual)

  var isVerbose: Bool { talk.withLock { $0 == .verbose } }
  private var isQuiet: Bool { talk.withLock { $0 == .quiet } }

  func set(_ talk: Talk) { self.talk.withLock { $0 = talk } }

  /// Whether standard error is a screen on which a line can be redrawn.
  var isInteractive: Bool {
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb" && !isQuiet
  }

  /// A line of the command's result.
  func say(_ line: String) {
    if !isQuiet { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
    record(line)
  }

  /// What was asked for: said even when quiet.
  func answer(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
    record(line)
  }

  /// A line about how things are going.
  func note(_ line: String) {
    if !isQuiet { FileHandle.standardError.write(Data((line + "\n").utf8)) }
    record(line)
  }

  /// A line for those who want to know more.
  func detail(_ line: String) {
    if isVerbose { note(line) }
  }

  /// Redraws the line that the cursor is on; nothing is logged.
  func redraw(_ line: String) {
    if !isQuiet { FileHandle.standardError.write(Data("\r\u{1B}[2K\(line)".utf8)) }
  }

  func startLog() {
    log.withLock { $0 = [] }
  }

  /// What was said since the log began.
  var logged: [String] { log.withLock { $0 ?? [] } }

  /// Ends the log and returns its lines.
  func finishLog() -> [String] {
    log.withLock { lines in
      defer { lines = nil }
      return lines ?? []
    }
  }

  private func record(_ line: String) {
    log.withLock { $0?.append(line) }
  }
}
