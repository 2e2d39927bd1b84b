internal import Files
internal import Foundation
internal import Synchronization

/// Where a command speaks to the person: standard output for results, standard error for progress.
///
/// While a pipeline runs, everything that is said is also kept for the run's `log.txt`. Nothing is
/// ever coloured, so there is nothing for NO_COLOR to turn off.
package final class Terminal: ProgressSurface {
  /// How much is said: only what was asked for and errors, the usual, or more.
  package enum Talk: Sendable { case quiet, usual, verbose }

  package static let shared = Terminal()

  /// The open file that keeps what is said; negative where none does.
  private let log = Atomic<Int32>(-1)
  private let talk = Mutex(Talk.usual)
  /// Whether standard output belongs to a result that `--out -` asked for.
  private let isOutputTaken = Atomic(false)
  /// The error number of a line that could not be written to standard output; work goes on.
  private let outputFault = Atomic<Int32>(0)
  /// Whether a line stands on the screen that the next one has to replace.
  private let isDrawn = Mutex(false)
  /// What stands before every redrawn line: which step of a run it is about.
  private let place = Mutex("")
  /// Whether what steps say is left to the log of a run, and the screen has its own lines.
  private let isBrief = Atomic(false)
  private let errors: Int32
  private let environment: [String: String]

  /// - Parameter errors: the file descriptor that progress goes to.
  package init(
    errors: Int32 = STDERR_FILENO,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    (self.errors, self.environment) = (errors, environment)
  }

  /// Why something that was said on standard output is lost; nil where nothing is.
  package var outputFailure: String? {
    let fault = outputFault.load(ordering: .relaxed)
    return fault == 0 ? nil : String(cString: strerror(fault))
  }

  package var isVerbose: Bool { talk.withLock { $0 == .verbose } }
  private var isQuiet: Bool { talk.withLock { $0 == .quiet } }

  package func set(_ talk: Talk) { self.talk.withLock { $0 = talk } }

  /// From now on what is said goes to standard error.
  package func leaveOutputToTheResult() { isOutputTaken.store(true, ordering: .relaxed) }

  /// The width of the screen on which a line can be redrawn; nil where standard error is none.
  package var columns: Int? {
    guard isatty(errors) == 1, environment["TERM"] != "dumb", !isQuiet else { return nil }
    var size = winsize()
    let isKnown = ioctl(errors, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return max((isKnown ? Int(size.ws_col) : 80) - place.withLock { $0.count }, 2)
  }

  package var megabytes: Int? { PeakMemory.megabytes }

  /// Shows one line a step from now on: what the step says is kept for the log alone, but for warnings.
  ///
  /// - Parameter place: what stands before its bar; nil ends it.
  package func setBrief(_ place: String?) {
    isBrief.store(place != nil, ordering: .relaxed)
    self.place.withLock { $0 = place ?? "" }
  }

  /// A line of the command's result.
  package func say(_ line: String) {
    if isOutputTaken.load(ordering: .relaxed) { return note(line) }
    if !isQuiet, !isBrief.load(ordering: .relaxed) { answerOnly(line) }
    record(line)
  }

  /// A line about how things are going that the screen of a run does without.
  package func tell(_ line: String) {
    if isBrief.load(ordering: .relaxed) { record(line) } else { note(line) }
  }

  /// A line for the screen alone.
  package func show(_ line: String) {
    guard !isQuiet else { return }
    redraw("")
    write(VisibleText.plain(line) + "\n")
  }

  /// What was asked for: said even when quiet.
  package func answer(_ line: String) {
    answerOnly(line)
    record(line)
  }

  /// A line about how things are going.
  package func note(_ line: String) {
    if !isQuiet {
      redraw("")
      write(VisibleText.plain(line) + "\n")
    }
    record(line)
  }

  /// A line for those who want to know more.
  package func detail(_ line: String) {
    if isVerbose { note(line) }
  }

  /// Redraws the line that the cursor is on; nothing is logged.
  package func redraw(_ line: String) {
    isDrawn.withLock { isDrawn in
      let before = line.isEmpty ? "" : place.withLock { $0 }
      if isDrawn || !line.isEmpty { write("\r\u{1B}[2K\(VisibleText.plain(before + line))") }
      isDrawn = !line.isEmpty
    }
  }

  /// From now on what is said is also written to an open file, line by line, so that a run that is killed leaves
  /// all that it said; a negative number ends that.
  package func log(to descriptor: Int32) { log.store(descriptor, ordering: .relaxed) }

  private func answerOnly(_ line: String) {
    redraw("")
    let failure = StandardStreams.write(VisibleText.plain(line) + "\n", to: STDOUT_FILENO)
    if failure != 0 { outputFault.store(failure, ordering: .relaxed) }
  }

  private func write(_ text: String) {
    StandardStreams.write(text, to: errors)
  }

  private func record(_ line: String) {
    let descriptor = log.load(ordering: .relaxed)
    if descriptor >= 0 { StandardStreams.write(VisibleText.plain(line) + "\n", to: descriptor) }
  }
}
