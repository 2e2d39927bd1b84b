public import ArgumentParser
internal import Console
internal import Files
internal import Foundation
internal import Pipelines
internal import Ranks

/// The command a user types.
public struct GalaxyAEP: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "galaxy-aep",
    abstract: "Survey frames in, stars and galaxies out, without labels.",
    discussion: """
      Every command also takes --quiet (say only what was asked for, and errors), --verbose \
      (say more: whole command lines, time and memory) and --overwrite (results may replace files that \
      another command made, and a finished model one of other settings) and --memory GB (use no more than so many \
      gigabytes; where that does not suffice, say so and stop). Progress is drawn on a terminal and told in \
      plain lines elsewhere; no colours are used.

      Exit codes: 0 done; 1 something failed, and one sentence says what; 64 the command line is \
      mistaken; 130, 143 or 129 stopped by Ctrl-C, kill or a closed terminal, to be resumed.

      Example: galaxy-aep run demo
      """,
    version: Provenance.version,
    subcommands: [
      Run.self, Init.self, ListPipelines.self, Defaults.self, Profile.self, About.self,
      ProfileIngest.self, DecodeTiles.self,
    ],
    groupedSubcommands: [
      CommandGroup(
        name: "Get data",
        subcommands: [Ingest.self, Patches.self, Simulate.self, DownloadData.self]),
      CommandGroup(
        name: "Learn", subcommands: [Pretrain.self, Encode.self, Embed.self]),
      CommandGroup(
        name: "Find",
        subcommands: [
          Cluster.self, Classify.self, Segment.self, Similar.self, Outliers.self,
        ]),
      CommandGroup(name: "Learn from labels", subcommands: [Teach.self]),
      CommandGroup(name: "Judge", subcommands: [Evaluate.self, Compare.self, Describe.self]),
      CommandGroup(
        name: "Look",
        subcommands: [Explore.self, Plot.self, MakeReport.self, Info.self, Verify.self]),
      CommandGroup(name: "Share", subcommands: [Export.self]),
    ])

  public init() {}

  /// Does what the command line says and ends the program.
  public static func start() {
    StandardStreams.secure()
    let typed = HomeFolder.expanded(
      Array(CommandLine.arguments.dropFirst()), home: ProcessInfo.processInfo.environment["HOME"])
    let flags = CommonFlags.taken(from: typed)
    if flags.quiet, flags.verbose {
      exit(withError: ValidationError("--quiet and --verbose contradict each other."))
    }
    do { if let bytes = try flags.memoryLimit() { try MemoryLimit.keep(bytes) } } catch {
      exit(withError: error)
    }
    MemoryLimit.watch()
    do { try ThreadLimit.check() } catch { fail("Error: \(error)\n", status: 1) }
    do { try Ranks.join(ProcessInfo.processInfo.environment) } catch {
      fail(VisibleText.plain("Error: \(error)\n"), status: 1)
    }
    Terminal.shared.set(
      flags.quiet || !Ranks.world.isFirst ? .quiet : flags.verbose ? .verbose : .usual)
    if ResultFile.isOutput(of: flags.rest) { Terminal.shared.leaveOutputToTheResult() }
    if flags.rest == ["--version"] {
      for line in ProgramVersion.lines { Terminal.shared.answer(line) }
      return requireSaid()
    }
    let start = ContinuousClock.now
    do {
      try perform(flags.rest, overwriting: flags.overwrite)
    } catch is Interruption.Stopped {
      Ranks.world.leave()
      Foundation.exit(Interruption.exitStatus)
    } catch {
      Terminal.shared.redraw("")
      if let help = help(after: Spelling(flags.rest).arguments, for: error) {
        Terminal.shared.answer(help)
        Ranks.world.leave()
        requireSaid()
        exit(withError: ExitCode.success)
      }
      guard exitCode(for: error) == .validationFailure else {
        let text = VisibleText.plain(fullMessage(for: error))
        if exitCode(for: error) == .failure, !text.isEmpty {
          fail(text + "\n", status: 1)
        }
        Ranks.world.leave()
        guard exitCode(for: error) == .success else { exit(withError: error) }
        if !text.isEmpty { Terminal.shared.answer(text) }
        requireSaid()
        exit(withError: ExitCode.success)
      }
      let text = CommandMistake.text(of: error, after: Spelling(flags.rest).arguments)
      fail(text, status: exitCode(for: error).rawValue)
    }
    Ranks.world.leave()
    requireSaid()
    // What was asked for is done, but whoever asked to stop does not want what would come next.
    if Interruption.isRequested { Foundation.exit(Interruption.exitStatus) }
    let seconds = ProgressBar.clock(ProgressBar.seconds(.now - start))
    Terminal.shared.detail("took \(seconds), at most \(PeakMemory.megabytes) MB of memory")
  }

  /// Ends the program in a sentence where something that was asked for could not be said.
  private static func requireSaid() {
    guard let reason = Terminal.shared.outputFailure else { return }
    let text = "Error: cannot write to standard output: \(reason); what was said there is lost\n"
    StandardStreams.write(text, to: STDERR_FILENO)
    exit(withError: ExitCode.failure)
  }
}
