internal import ArgumentParser
internal import Console
internal import FITS
internal import Files
internal import Tables
internal import Tensors

/// Codes by another model that trees know besides: principal components keep what an autoencoder leaves out, and the other way round.
struct SecondCodesOptions: ParsableArguments {
  @Option(
    help: """
      With --injected: codes of the same sources by another model, which the trees learn from besides. Principal components \
      (`galaxy-aep pretrain --architecture linear`) lift faint sources. Default: none.
      """,
    completion: .of(.codes))
  var secondCodes: String?

  @Option(
    parsing: .upToNextOption,
    help:
      "With --second-codes: the artificial stars' codes by that model, one table for each of --injected. Default: none.",
    completion: .of(.artificialStars))
  var secondInjected: [String] = []

  var artifacts: [Artifact] {
    .some(.codes, secondCodes) + .all(.artificialStars, secondInjected)
  }

  func check(injected: [String]) throws {
    let isWhole =
      secondCodes == nil
      ? secondInjected.isEmpty : !injected.isEmpty && secondInjected.count == injected.count
    guard isWhole else {
      throw ValidationError(
        "--second-codes and --second-injected belong together and to --injected: give the sources' codes by the other model, and "
          + "those of the artificial stars, one table for each of --injected")
    }
  }

  /// What trees know of the sources, `[source, feature]`, and their second codes.
  func beside(_ features: Tensor, of own: SourceTable) throws -> Tensor {
    try secondCodes.map { features.widened(by: try codes($0, of: own)) } ?? features
  }

  /// The same of the sources of a table of artificial stars, the `place`-th that was given.
  func beside(_ features: Tensor, ofInjected table: SourceTable, at place: Int) throws -> Tensor {
    guard let secondCodes else { return features }
    let first = try SourceTable(
      reading: secondCodes, named: .codes, maker: "encode", columns: [])
    return features.widened(
      by: try codes(secondInjected[place], of: table, by: first.header.string("MODELID")))
  }

  /// - Parameter model: the one that they have to be of.
  private func codes(_ path: String, of own: SourceTable, by model: String? = nil) throws -> Tensor
  {
    let table = try SourceTable(
      reading: path, named: .codes, maker: "encode", columns: [.id, .field, .code])
    try table.requireSources(
      of: own, to: "learn from second codes",
      otherwise: "encode the same cutouts by the other model")
    guard model == nil || table.header.string("MODELID") == model else {
      throw CommandFailure(
        "cannot learn from \(path): it was encoded by another model than \(secondCodes ?? ""); encode it by the same"
      )
    }
    let (width, values) = try table.codes()
    return Tensor(values, shape: [table.table.rowCount, width])
  }
}

extension Tensor {
  /// The rows of another matrix behind one's own: `[row, own columns, then others]`.
  fileprivate func widened(by other: Tensor) -> Tensor {
    let (own, more) = (shape[1], other.shape[1])
    let (left, right) = (values, other.values)
    var all: [Float] = []
    all.reserveCapacity(shape[0] * (own + more))
    for row in 0..<shape[0] {
      all += left[row * own..<(row + 1) * own]
      all += right[row * more..<(row + 1) * more]
    }
    return Tensor(all, shape: [shape[0], own + more])
  }
}
