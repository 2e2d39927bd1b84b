internal import Cutouts
internal import Files
internal import Foundation

extension Ingestion {
  /// What tells this run from another: program, settings, frames (names and contents) and catalog.
  func fingerprint(of inputs: [IngestInput]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    var fingerprint = RunFingerprint()
    fingerprint.mix(provenance.program)
    fingerprint.mix(String(decoding: try encoder.encode(settings), as: UTF8.self))
    let paths = inputs.flatMap(\.paths)
    for (path, sum) in zip(paths, try checksums(of: paths)) {
      fingerprint.mix(FileName.last(of: path))
      fingerprint.mix(sum)
    }
    // What comes with the program is told by its version.
    for survey in surveys?.surveys ?? [] where surveys?.isChosen == true {
      fingerprint.mix(survey.text)
    }
    if let catalog {
      for (row, position) in catalog.positions.enumerated() {
        fingerprint.mix(position.ra.bitPattern)
        fingerprint.mix(position.dec.bitPattern)
        if let ids = catalog.ids { fingerprint.mix(ids[row]) }
      }
    }
    injection?.mix(into: &fingerprint)
    return fingerprint.text
  }

  /// Each process reads a part of the files.
  private func checksums(of paths: [String]) throws -> [String] {
    let own = try paths[ranks.own(of: paths.count)].map {
      keepsGoing ? Checksum.ofFile($0) ?? "" : try Checksum.required(of: $0)
    }
    let all = ranks.bytes(Array(own.joined(separator: "\n").utf8))
    return all.enumerated().flatMap { rank, bytes in
      ranks.part(of: paths.count, rank).isEmpty
        ? []
        : String(decoding: bytes, as: UTF8.self).split(
          separator: "\n", omittingEmptySubsequences: false
        ).map(String.init)
    }
  }

  /// Makes the folder, and removes what a killed run left half-written; with `replacing` also the
  /// files of another run's set, and nothing else.
  func prepareFolder(_ fingerprint: String) throws {
    try Folder.create(out)
    let names = try Folder.names(in: out)
    AtomicFile.removeLeftovers(in: out)
    // Of versions before 0.2.
    for name in names where name.wholeMatch(of: /cutouts-[0-9]{5,9}\.fits\.[0-9]+\.partial/) != nil
    {
      try FileManager.default.removeItem(atPath: "\(out)/\(name)")
    }
    guard replacing else { return }
    do {
      _ = try FinishedFields(in: out, fingerprint: fingerprint)
    } catch {
      for name in names where CutoutShard.index(ofFileName: name) != nil {
        try FileManager.default.removeItem(atPath: "\(out)/\(name)")
      }
    }
  }
}
