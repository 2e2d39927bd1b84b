internal import Cutouts
internal import FITS
internal import Files
internal import Foundation
internal import Planes
internal import Ranks
internal import Sky

/// The fields of an ingestion that several processes share.
///
/// Each makes the files of its own fields. How many files and which sources come before a field is known when all are
/// made: then the first process marks the sources that an earlier field has too, and gives the files their numbers. So
/// the set has the bytes of one that a single process made.
struct DividedFields {
  let ingestion: Ingestion
  let inputs: [IngestInput]
  let fingerprint: String
  let writer: ShardWriter

  private var out: String { ingestion.out }
  private var ranks: Ranks { ingestion.ranks }

  /// Makes this process's fields; answers what became of all, in their order.
  func make(_ progress: (IngestProgress) -> Void) throws -> [FieldOutcome] {
    if ranks.isFirst { try gather() }
    ranks.meet()
    let own = Self.shares(inputs, among: ranks.count)[ranks.rank]
    var outcomes = own.compactMap(known)
    let known = Set(outcomes.map(\.input))
    var counts = outcomes.reduce(into: IngestCounts()) { $0 += $1.counts }
    func tell(_ id: String) {
      progress(
        IngestProgress(
          field: id, fieldsDone: outcomes.count, fields: own.count, counts: counts))
    }
    tell("")
    let done = Set(known.map { inputs[$0].id })
    var making = FieldMaking(ingestion, own.map { inputs[$0] }) { done.contains($0.id) }
    for (place, number) in own.enumerated() where !known.contains(number) {
      var outcome = FieldOutcome(number, inputs[number].id)
      do {
        let content = try making.content(at: place, earlier: EarlierSources(), &outcome)
        let parts = writer.parts(content.records.count)
        outcome.made(content, parts: parts)
        do {
          try writer.write(content) {
            LooseShard(input: number, part: $0 + 1).path(in: out)
          }
        } catch { throw Ingestion.CannotWrite(error: error) }
      } catch let error as Ingestion.CannotWrite {
        throw error.error
      } catch {
        guard ingestion.keepsGoing else { throw error }
        outcome.failure = "\(error)"
      }
      counts += outcome.counts
      outcomes.append(outcome)
      tell(outcome.id)
    }
    return try Self.everybodys(outcomes, ranks)
  }

  /// Gives the files of these fields their numbers in the set, and removes those of others; one process does it.
  ///
  /// - Parameter outcomes: in the order of the set.
  /// - Returns: how many sources an earlier field has too.
  func number(_ outcomes: [FieldOutcome]) throws -> Int {
    var (first, duplicates, earlier) = (0, 0, EarlierSources())
    for outcome in outcomes {
      let files = (0..<outcome.parts).map {
        LooseShard(input: outcome.input, part: $0 + 1).path(in: out)
      }
      if inputs[outcome.input].marksDuplicates {
        duplicates += try Self.mark(files, &earlier)
      }
      for (part, path) in files.enumerated() {
        try FileManager.default.replace(CutoutShard.path(first + part, in: out), with: path)
      }
      first += outcome.parts
    }
    for left in try LooseShard.all(in: out) {
      try FileManager.default.removeItem(atPath: left.path(in: out))
    }
    return duplicates
  }

  /// The fields of every process: those whose files hold most bytes first, each to whom has least yet. All passes through
  /// a field stay together, so that it is read once.
  static func shares(_ inputs: [IngestInput], among count: Int) -> [[Int]] {
    let fields = Dictionary(grouping: inputs.indices) { inputs[$0].fieldName }.values
      .map { (inputs: $0.sorted(), bytes: inputs[$0[0]].paths.reduce(0) { $0 + bytes(of: $1) }) }
      .sorted { ($1.bytes, $0.inputs[0]) < ($0.bytes, $1.inputs[0]) }
    var (shares, loads) = ([[Int]](repeating: [], count: count), [Int](repeating: 0, count: count))
    for field in fields {
      let rank = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
      shares[rank] += field.inputs
      loads[rank] += field.bytes + 1
    }
    return shares.map { $0.sorted() }
  }

  /// The size of a file; 0 where it cannot be told.
  private static func bytes(of path: String) -> Int {
    let size = try? FileManager.default.attributesOfItem(atPath: path)[.size]
    return (size as? NSNumber)?.intValue ?? 0
  }

  /// Takes the numbers from what a run of one process left, and looks whether all that is there is of this command.
  private func gather() throws {
    let finished = try FinishedFields(in: out, fingerprint: fingerprint)
    for (number, input) in inputs.enumerated() {
      for (part, index) in (finished.files(of: input.id) ?? 0..<0).enumerated() {
        try FileManager.default.replace(
          LooseShard(input: number, part: part + 1).path(in: out),
          with: CutoutShard.path(index, in: out))
      }
    }
    // What is left of it is damaged.
    for name in try Folder.names(in: out) where CutoutShard.index(ofFileName: name) != nil {
      try FileManager.default.removeItem(atPath: "\(out)/\(name)")
    }
    for loose in try LooseShard.all(in: out) {
      let path = loose.path(in: out)
      let run = try? FinishedFile.run(of: path)
      if run == fingerprint { continue }
      guard run == nil || ingestion.replacing else {
        throw FinishedFields.strangers(loose.name, in: out)
      }
      try FileManager.default.removeItem(atPath: path)
    }
  }

  /// A field that was finished before; nil where it is not there whole.
  private func known(_ number: Int) -> FieldOutcome? {
    func path(_ part: Int) -> String { LooseShard(input: number, part: part).path(in: out) }
    let id = inputs[number].id
    guard let first = try? FinishedFile(reading: path(1)),
      let parts = first.header.int(CutoutShard.Key.parts), parts > 0
    else { return nil }
    var files = [first]
    for part in 1..<parts {
      guard let file = try? FinishedFile(reading: path(part + 1)) else { return nil }
      files.append(file)
    }
    guard
      files.enumerated().allSatisfy({
        $1.field == id && $1.part == $0 + 1
          && $1.header.string(CutoutShard.Key.run) == fingerprint
      })
    else { return nil }
    return FinishedField(files).map { FieldOutcome(number, id, $0) }
  }

  /// The fields of all processes, in their order.
  static func everybodys(_ own: [FieldOutcome], _ ranks: Ranks) throws -> [FieldOutcome] {
    try ranks.bytes(Array(encoder.encode(own)))
      .flatMap { try decoder.decode([FieldOutcome].self, from: Data($0)) }
      .sorted { $0.input < $1.input }
  }

  static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }

  static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }

  /// Marks the sources of a field that an earlier one has; answers how many.
  ///
  /// - Parameter other: the table that has them, where it is not that of a cutout set.
  static func mark(
    _ files: [String], in other: String? = nil, _ earlier: inout EarlierSources
  ) throws -> Int {
    let name = other ?? CutoutColumns.tableName
    let tables = try files.map { path in
      let file = try FITSFile(reading: path)
      return try file.table(of: file.unit(named: name), columns: ["RA", "DEC", "FLAGS"])
    }
    let positions = tables.flatMap { table in
      zip(table["RA"]?.doubles ?? [], table["DEC"]?.doubles ?? []).map {
        SkyPosition(ra: $0, dec: $1)
      }
    }
    let duplicates = earlier.duplicates(of: positions)
    earlier.add(positions)
    var first = 0
    for (path, table) in zip(files, tables) {
      let flags = table["FLAGS"]?.ints ?? []
      defer { first += flags.count }
      var cells: [Int: Int32] = [:]
      for (row, value) in flags.enumerated() {
        var known = CutoutFlags(rawValue: Int32(clamping: value))
        known.remove(.duplicate)
        if duplicates.contains(first + row) { known.insert(.duplicate) }
        if Int(clamping: known.rawValue) != value { cells[row] = known.rawValue }
      }
      let file = try FITSFile(reading: path)
      if other == nil, try file.header(of: 0).int(CutoutShard.Key.duplicates) != duplicates.count {
        try FITSRevision.set([ShardWriter.duplicates(duplicates.count)], unit: 0, in: path)
      }
      if !cells.isEmpty {
        try FITSRevision.set(
          cells: cells, of: "FLAGS", unit: file.unit(named: name), in: path)
      }
    }
    return duplicates.count
  }
}

extension IngestInput {
  /// Whether its sources are told apart from those of fields before it.
  var marksDuplicates: Bool {
    if case .frames = self { isFirst } else { false }
  }
}

extension FileManager {
  /// Gives a file another name, in place of one that has it.
  fileprivate func replace(_ path: String, with other: String) throws(FileError) {
    guard rename(other, path) != 0 else { return }
    throw FileError("cannot rename \(other) to \(path): \(String(cString: strerror(errno)))")
  }
}
