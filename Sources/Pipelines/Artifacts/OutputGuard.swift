internal import Console
internal import FITS
internal import Files
internal import Foundation

/// Keeps outputs from being written over what they must not: an input of the same command, and what
/// another command made.
package struct OutputGuard {
  private let invocation: Invocation
  private let checkpoint: String?
  private let owned: Set<String>

  /// - Parameter owned: outputs and checkpoints that belong to the run in progress.
  package init(_ invocation: Invocation, checkpoint: String?, owned: Set<String>) {
    (self.invocation, self.checkpoint, self.owned) = (invocation, checkpoint, owned)
  }

  package func check() throws {
    let outputs = invocation.writes.filter { $0.path != "-" }
    for output in outputs { try checkInputs(output) }
    try checkTwins(among: outputs)
    guard !invocation.isOverwriting else { return }
    try checkCheckpoint()
    // A result's companions (its losses, its labels) go where it goes.
    var isOwn = goesOn
    for output in outputs {
      if owned.contains(output.path) {
        isOwn = true
      } else if FileIdentity.isFile(output.path) {
        isOwn = try checkMaker(of: output, isCompanion: isOwn) || isOwn
      } else if FileIdentity.isFolder(output.path), let set = try? Lineage.ancestor(output.path) {
        // A folder of cutouts is looked after by the command that fills it.
        try checkFrames(output, madeBy: set.provenance)
        isOwn = isOwn || set.provenance.step.map(Spelling.step) == invocation.step
      }
    }
  }

  /// Frames of the same names would be replaced by those of other settings.
  private func checkFrames(_ output: Artifact, madeBy maker: Provenance) throws {
    guard output.kind == .frames, maker.step == invocation.step, maker.command != ownCommand else {
      return
    }
    throw CommandFailure(
      "cannot write frames into \(output.path): it holds those of another command line "
        + "(\(maker.command)); choose another folder, or add --overwrite")
  }

  private func checkInputs(_ output: Artifact) throws {
    guard let there = FileIdentity(output.path) else { return }
    let folder = FileName.folder(of: output.path)
    let around = FileIdentity(folder.isEmpty ? "." : folder)
    for input in invocation.reads {
      let read = FileIdentity(input.path)
      guard read == there || (read == around && Self.isPart(output.path, of: input)) else {
        continue
      }
      throw CommandFailure(
        "cannot write \(output.path): `galaxy-aep \(invocation.step)` reads it; choose another "
          + "name for the result")
    }
  }

  /// Whether what lies in a folder is read with it: everything of a set, maps among maps; folders of frames and of runs
  /// hold results besides.
  private static func isPart(_ path: String, of input: Artifact) -> Bool {
    switch input.kind {
    case .cutouts: true
    case .labels, .maps: FITSFileName.isOne(FileName.last(of: path))
    default: false
    }
  }

  private func checkTwins(among outputs: [Artifact]) throws {
    var seen: Set<String> = []
    for output in outputs {
      let place = URL(fileURLWithPath: output.path).standardizedFileURL.path
      guard !seen.insert(place).inserted else { continue }
      throw CommandFailure(
        "cannot write \(output.path): two results of `galaxy-aep \(invocation.step)` would have that "
          + "name; choose another for one of them")
    }
  }

  /// Whether a stopped training goes on, whose losses are there already.
  private var goesOn: Bool {
    invocation.arguments.contains("--resume") && checkpoint.map(FileIdentity.isFile) == true
  }

  private func checkCheckpoint() throws {
    guard let checkpoint, !owned.contains(checkpoint), !invocation.arguments.contains("--resume"),
      FileIdentity.isFile(checkpoint)
    else { return }
    throw CommandFailure(
      "cannot begin anew: \(checkpoint) holds a training that was stopped; go on with it by "
        + "--resume, or drop it by --overwrite")
  }

  /// Whether an output that is there was made by this command, which may replace it.
  private func checkMaker(of output: Artifact, isCompanion: Bool) throws -> Bool {
    let maker = Origin.maker(of: output.path)
    guard let maker else {
      if isCompanion { return true }
      throw CommandFailure(
        "cannot write \(output.path): a file of that name is there and does not say that "
          + "`galaxy-aep \(invocation.step)` made it; choose another name, or add --overwrite")
    }
    guard Spelling.step(maker.step) == invocation.step else {
      throw CommandFailure(
        "cannot write \(output.path): `galaxy-aep \(maker.step)` made what is there; choose another "
          + "name, or add --overwrite")
    }
    if output.kind == .model,
      Spelling.commandLine(maker.command).replacing(" --resume", with: "") != ownCommand
    {
      throw CommandFailure(
        "cannot write \(output.path): it holds a finished model of another command line "
          + "(\(maker.command)); choose another name, or add --overwrite")
    }
    return true
  }

  private var ownCommand: String {
    invocation.commandLine.replacing(" --resume", with: "")
  }
}

/// What tells a file or folder from every other, whatever name it goes by.
package struct FileIdentity: Equatable {
  private let device: UInt64
  private let number: UInt64

  /// Nil where nothing of that name is there.
  package init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    (device, number) = (UInt64(status.st_dev), UInt64(status.st_ino))
  }

  package static func isFile(_ path: String) -> Bool { kind(of: path) == S_IFREG }

  package static func isFolder(_ path: String) -> Bool { kind(of: path) == S_IFDIR }

  private static func kind(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }
}
