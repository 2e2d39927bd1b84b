import Commands
import Console
import Foundation
import Glibc
import Pipelines
import Synchronization
import Testing

/// A clock that stands still until it is told otherwise.
private final class FakeClock: Sendable {
  private let elapsed = Mutex(Duration.zero)
  private let start = ContinuousClock.now

  var now: ContinuousClock.Instant { start + elapsed.withLock { $0 } }

  func pass(_ duration: Duration) { elapsed.withLock { $0 += duration } }
}

/// Keeps what is drawn and what is written.
private final class FakeScreen: ProgressSurface {
  private let kept = Mutex<[String]>([])
  let columns: Int?

  init(columns: Int?) { self.columns = columns }

  func redraw(_ line: String) { kept.withLock { $0.append(line) } }
  func note(_ line: String) { kept.withLock { $0.append(line + "\n") } }

  var lines: [String] { kept.withLock { $0 } }
}

@Suite struct DrawnProgressTests {
  @Test func aScreenShowsTheFirstUpdateAndThenTenASecond() {
    let (clock, screen) = (FakeClock(), FakeScreen(columns: 100))
    var bar = ProgressBar("encode", total: 8, unit: "cutouts", on: screen) { clock.now }
    bar.update(0)
    clock.pass(.milliseconds(99))
    bar.update(1)
    clock.pass(.milliseconds(901))
    bar.update(2, detail: "loss 0.03")
    clock.pass(.seconds(3))
    bar.update(8)
    bar.finish()
    #expect(
      screen.lines == [
        "░░░░░░░░░░░░░░░░░░░░░░░░ encode 0/8 cutouts (0 %)",
        "██████░░░░░░░░░░░░░░░░░░ encode 2/8 cutouts (25 %) · 2.00 cutouts/s · 3 s left · loss 0.03",
        "████████████████████████ encode 8/8 cutouts (100 %) · 2.00 cutouts/s", "",
      ])
  }

  @Test func aFileGetsALineEveryTenSeconds() {
    let (clock, file) = (FakeClock(), FakeScreen(columns: nil))
    var bar = ProgressBar("encode", total: 100, unit: "cutouts", on: file) { clock.now }
    for second in 1...25 {
      clock.pass(.seconds(1))
      bar.update(second)
    }
    bar.finish()
    #expect(
      file.lines == [
        "encode 10/100 cutouts (10 %) · 1.00 cutouts/s · 1:30 left\n",
        "encode 20/100 cutouts (20 %) · 1.00 cutouts/s · 1:20 left\n",
      ])
  }

  @Test func whatWasNeverDrawnIsNotErased() {
    let screen = FakeScreen(columns: 80)
    ProgressBar("encode", total: 1, unit: "cutouts", on: screen).finish()
    #expect(screen.lines.isEmpty)
  }

  /// What matters least goes first, and no line ever reaches the last column.
  @Test(arguments: [
    (
      90,
      "████████████░░░░░░░░░░░░ epoch 3/6 steps (50 %) · 3.00 steps/s · 1 s left · loss 0.03"
    ),
    (80, "████████████░░░░░░░░░░░░ epoch 3/6 steps (50 %) · 3.00 steps/s · 1 s left"),
    (64, "██████░░░░░░ epoch 3/6 steps (50 %) · 3.00 steps/s · 1 s left"),
    (50, "██████░░░░░░ epoch 3/6 steps (50 %) · 1 s left"),
    (40, "epoch 3/6 steps (50 %) · 1 s left"), (30, "epoch 3/6 steps (50 %)"),
    (12, "epoch 3/6 …"), (2, "…"), (1, ""),
  ])
  func narrowScreensGetLess(columns: Int, line: String) {
    let (clock, screen) = (FakeClock(), FakeScreen(columns: columns))
    var bar = ProgressBar("epoch", total: 6, unit: "steps", on: screen) { clock.now }
    clock.pass(.seconds(1))
    bar.update(3, detail: "loss 0.03")
    #expect(screen.lines == [line])
    #expect(line.count < columns)
  }
}

/// A pseudo-terminal: what is written to one end can be read at the other, as on a screen.
private struct PseudoTerminal {
  let master: FileHandle
  let slave: FileHandle

  init(columns: UInt16) throws {
    var (opened, other): (Int32, Int32) = (-1, -1)
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    try #require(openpty(&opened, &other, nil, nil, &size) == 0)
    master = FileHandle(fileDescriptor: opened, closeOnDealloc: true)
    slave = FileHandle(fileDescriptor: other, closeOnDealloc: true)
  }

  /// Everything until the last writer is gone.
  func readToEnd() throws -> String {
    try slave.close()
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 4096)
    while case let count = read(master.fileDescriptor, &part, part.count), count > 0 {
      bytes += part.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

@Suite struct TerminalProgressTests {
  private static let erase = "\r\u{1B}[2K"

  @Test func aBarIsDrawnOnARealTerminalAndGoneBehindIt() throws {
    let screen = try PseudoTerminal(columns: 60)
    let terminal = Terminal(errors: screen.slave.fileDescriptor, environment: ["TERM": "xterm"])
    #expect(terminal.columns == 60)
    let clock = FakeClock()
    var bar = ProgressBar("encode", total: 4, unit: "cutouts", on: terminal) { clock.now }
    bar.update(1)
    clock.pass(.seconds(2))
    bar.update(2)
    terminal.note("warning: a frame is odd")
    bar.finish()
    #expect(
      try screen.readToEnd()
        == "\(Self.erase)██████░░░░░░░░░░░░░░░░░░ encode 1/4 cutouts (25 %)"
        + "\(Self.erase)██████░░░░░░ encode 2/4 cutouts (50 %) · 2 s left"
        + "\(Self.erase)warning: a frame is odd\r\n")
  }

  /// One line a step, with its bar while it works; what it says is kept from the screen, warnings are not.
  @Test func aRunIsOneLineAStep() throws {
    let screen = try PseudoTerminal(columns: 100)
    let terminal = Terminal(errors: screen.slave.fileDescriptor, environment: ["TERM": "xterm"])
    var steps = StepScreen(
      on: terminal, count: 12,
      remaining: RemainingTime(expected: [4, 90] + Array(repeating: 0, count: 10)))
    steps.begin(1, "ingest")
    #expect(terminal.columns == 92)
    terminal.tell("[1/12] ingest: galaxy-aep ingest frames")
    terminal.say("kept     5 cutouts")
    terminal.note("warning: a frame is odd")
    ProgressBar("ingest", total: 2, unit: "fields", on: terminal).finish()
    terminal.redraw("half")
    steps.end(1, "ingest", seconds: 8, megabytes: 40)
    steps.begin(12, "report")
    steps.end(12, "report", seconds: 61, megabytes: 1234)
    terminal.tell("after")
    #expect(
      try screen.readToEnd()
        == "\(Self.erase)[ 1/12] ingest · about 1:34 left of the run"
        + "\(Self.erase)warning: a frame is odd\r\n\(Self.erase)[ 1/12] half"
        + "\(Self.erase)[ 1/12] ingest                       8 s    40 MB · about 3:00 left of the run\r\n"
        + "\(Self.erase)[12/12] report\(Self.erase)[12/12] report                      1:01  1234 MB\r\nafter\r\n"
    )
  }

  @Test func timeLeftFollowsThePaceSoFar() {
    var remaining = RemainingTime(expected: [10, 0, 60])
    #expect(remaining.words(from: 1) == " · about 1:10 left of the run")
    remaining.end(1, after: 20)
    #expect(remaining.words(from: 2) == " · about 2:00 left of the run")
    remaining.end(2, after: 5)
    #expect(remaining.words(from: 3) == " · about 2:30 left of the run")
    #expect(remaining.words(from: 4).isEmpty)
  }

  @Test func theBarTellsMemoryOnceTheRateIsKnown() {
    var line = ProgressLine(
      title: "encode", done: 2, total: 4, unit: "cutouts", seconds: 1, detail: "")
    line.megabytes = 815
    #expect(
      line.text(barWidth: 0) == "encode 2/4 cutouts (50 %) · 2.00 cutouts/s · 1 s left · 815 MB")
    line = ProgressLine(title: "encode", done: 0, total: 4, unit: "cutouts", seconds: 0, detail: "")
    line.megabytes = 815
    #expect(line.text(barWidth: 0) == "encode 0/4 cutouts (0 %)")
  }

  @Test func aDumbTerminalIsNoScreen() throws {
    let screen = try PseudoTerminal(columns: 60)
    let errors = screen.slave.fileDescriptor
    #expect(Terminal(errors: errors, environment: ["TERM": "dumb"]).columns == nil)
    #expect(Terminal(errors: errors, environment: [:]).columns == 60)
    let file = FileHandle(forWritingAtPath: "/dev/null")
    #expect(Terminal(errors: try #require(file).fileDescriptor).columns == nil)
  }

  /// The program as a person starts it, with and without NO_COLOR: never a colour.
  @Test(.enabled(if: BuiltProgram.isThere, BuiltProgram.absent), arguments: ["", "1"])
  func theProgramDrawsItsBar(noColour: String) throws {
    let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (screen, process) = (try PseudoTerminal(columns: 40), Process())
    process.executableURL = BuiltProgram.address
    process.arguments = ["simulate", "--fields=2", "--width=64", "--height=64", "--out=\(folder)"]
    process.environment = ["TERM": "xterm", "NO_COLOR": noColour]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = screen.slave
    try process.run()
    let drawn = try screen.readToEnd()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let lines = drawn.components(separatedBy: Self.erase)
    #expect(lines.contains { $0.contains("simulate 1/2 fields (50 %)") }, "\(drawn)")
    #expect(lines.first == "" && lines.last == "", "the bar is left behind: \(drawn)")
    #expect(lines.allSatisfy { $0.count < 40 })
    #expect(!drawn.contains(/\u{1B}\[[0-9;]*m/))
  }

  @Test(.enabled(if: BuiltProgram.isThere, BuiltProgram.absent))
  func aQuietProgramDrawsNone() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (screen, process) = (try PseudoTerminal(columns: 40), Process())
    process.executableURL = BuiltProgram.address
    process.arguments = [
      "simulate", "--fields=1", "--width=64", "--height=64", "--out=\(folder)", "--quiet",
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = screen.slave
    try process.run()
    #expect(try screen.readToEnd() == "")
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
