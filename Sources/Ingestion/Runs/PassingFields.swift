internal import Cutouts
internal import FITS
internal import Files
internal import Foundation
internal import Ranks
internal import Sky

/// Fields whose cutouts are made, looked at and let go, one field after another: what is made of them stays in a file a field.
///
/// A killed run goes on after the fields that have their file, with any number of processes.
struct PassingFields {
  let ingestion: Ingestion
  let inputs: [IngestInput]
  /// What tells these files from those of other frames, settings or purposes.
  let fingerprint: String
  let writer: ShardWriter

  private var out: String { ingestion.out }

  /// What is known of a field that has its file; written after it.
  private struct Passed: Codable {
    let run: String
    let outcome: FieldOutcome
    /// Arcseconds a pixel, as the cutouts' file has it; nil for a field without cutouts.
    let scale: Double?
  }

  /// - Parameter look: makes the field's file from its cutouts.
  func make(
    _ progress: (IngestProgress) -> Void, look: (_ set: CutoutSet, _ file: String) throws -> Void
  ) throws -> [FieldOutcome] {
    let ranks = ingestion.ranks
    let own = DividedFields.shares(inputs, among: ranks.count)[ranks.rank]
    let known = try own.map(passed)
    var making = FieldMaking(ingestion, own.map { inputs[$0] }) { input in
      own.indices.contains { inputs[own[$0]].id == input.id && known[$0] != nil }
    }
    let scratch = "\(out)/cutouts-of-\(ranks.rank)"
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    var (outcomes, counts): ([FieldOutcome], IngestCounts) = ([], IngestCounts())
    var scale: Double?
    func tell(_ id: String) {
      progress(
        IngestProgress(field: id, fieldsDone: outcomes.count, fields: own.count, counts: counts))
    }
    tell("")
    for (place, number) in own.enumerated() {
      var outcome: FieldOutcome
      if let passed = known[place] {
        outcome = passed.outcome.again
        if scale == nil, let own = passed.scale { scale = agreed(number, own) }
      } else {
        outcome = FieldOutcome(number, inputs[number].id)
        do {
          try Folder.create(scratch)
          let content = try making.content(at: place, earlier: EarlierSources(), &outcome)
          outcome.made(content, parts: writer.parts(content.records.count))
          do {
            try writer.write(content) { CutoutShard.path($0, in: scratch) }
            var own: Double?
            if outcome.parts > 0 {
              let set = try CutoutSet(opening: scratch)
              own = set.pixelScale
              let agreed = scale ?? agreed(number, set.pixelScale)
              scale = agreed
              try look(set.part(ofPixelScale: agreed), file(number))
            }
            let passed = Passed(run: fingerprint, outcome: outcome, scale: own)
            try AtomicFile.write(DividedFields.encoder.encode(passed), to: record(number))
          } catch { throw Ingestion.CannotWrite(error: error) }
        } catch let error as Ingestion.CannotWrite {
          throw error.error
        } catch {
          guard ingestion.keepsGoing else { throw error }
          outcome.failure = "\(error)"
        }
        try? FileManager.default.removeItem(atPath: scratch)
      }
      counts += outcome.counts
      outcomes.append(outcome)
      tell(outcome.id)
    }
    // Those without any cutouts agree with the others all the same.
    if scale == nil { _ = agreed(.max, 0) }
    return try DividedFields.everybodys(outcomes, ranks)
  }

  /// The pixel scale of a set is that of its first cutouts, whoever makes them; everybody asks once, in the first field with
  /// cutouts.
  private func agreed(_ number: Int, _ own: Double) -> Double {
    ingestion.ranks.all(SIMD2(Double(number), own)).min { $0.x < $1.x }?.y ?? own
  }

  /// The file of a field.
  func file(_ number: Int) -> String { "\(out)/\(inputs[number].fileStem(number)).fits" }

  private func record(_ number: Int) -> String { "\(out)/\(inputs[number].fileStem(number)).json" }

  /// The files of the fields that have cutouts, when the sources are marked that an earlier field has too; and how many.
  ///
  /// - Parameter table: that has the positions and flags.
  func files(
    _ outcomes: [FieldOutcome], table: String
  ) throws -> (paths: [String], duplicates: Int) {
    var (earlier, paths, duplicates) = (EarlierSources(), [String](), 0)
    for outcome in outcomes where outcome.parts > 0 {
      let path = file(outcome.input)
      if inputs[outcome.input].marksDuplicates {
        duplicates += try DividedFields.mark([path], in: table, &earlier)
      }
      paths.append(path)
    }
    return (paths, duplicates)
  }

  /// Nil where a field is still to be made; throws where the file is of another run.
  private func passed(_ number: Int) throws -> Passed? {
    guard let data = FileManager.default.contents(atPath: record(number)),
      let passed = try? DividedFields.decoder.decode(Passed.self, from: data)
    else { return nil }
    guard passed.run == fingerprint, passed.outcome.input == number else {
      guard ingestion.replacing else {
        throw SurveyError(
          "the folder \(out) holds what was made of other frames, settings or models; delete it, or choose another result "
            + "with --out")
      }
      return nil
    }
    guard passed.outcome.parts == 0 || (try? FITSFile(reading: file(number)).requireSound()) != nil
    else { return nil }
    return passed
  }
}

extension IngestInput {
  /// What the file that is made of it is called.
  fileprivate func fileStem(_ number: Int) -> String {
    let digits = String(number)
    return "field-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }
}
