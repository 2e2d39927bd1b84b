internal import ArgumentParser
internal import Clusters
internal import Console
internal import Files
internal import Foundation
internal import Judging
internal import Networks
internal import Reports
internal import Teaching
internal import Tensors

/// `galaxy-aep compare models CUTOUTS MODEL…`: autoencoders side by side in one table.
struct CompareModels: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "Put autoencoders side by side: reconstruction, codes, and what was judged of them.",
    discussion: """
      For every model: the mean squared error of its reconstructions of the set (as the network sees \
      it), the moments of its codes, the share of units at work (spread over a tenth of the largest \
      unit's), and that of numbers over a tenth of their root mean square. Models that differ in nothing \
      but their seeds are averaged and their spreads told.

      What was found with labels is read from results: `teach probe --out FOLDER/MODEL.json` for accuracies, \
      `evaluate --out FOLDER/MODEL.json` for AUC.

      Example: galaxy-aep compare models digits naive.safetensors sparse.safetensors --probes probes
      """)

  @Argument(help: "The set of images they are compared on.", completion: .of(.cutouts))
  var cutouts: String

  @Argument(
    help: "Models that read it, as `galaxy-aep pretrain` writes them.", completion: .of(.model))
  var models: [String]

  @Option(
    help: "A folder of results of `teach probe`, called as the models and .json. Default: none.",
    completion: .directory)
  var probes: String?

  @Option(
    help: "A folder of results of `evaluate`, called as the models and .json. Default: none.",
    completion: .directory)
  var evaluations: String?

  @Option(help: "The table, as CSV; - for standard output.", completion: .of(.table))
  var out = "comparison.csv"

  @Option(help: "The same as JSON. Default: none.", completion: .of(.table))
  var json: String?

  @OptionGroup var work: WorkOptions

  var reads: [Artifact] {
    [Artifact(.cutouts, cutouts)] + .all(.model, models)
      + .all(.learning, results(in: probes)) + .all(.evaluation, results(in: evaluations))
  }

  var writes: [Artifact] { [Artifact(.table, out)] + .some(.table, json) }

  /// The results of the models, which are called as they are.
  private func results(in folder: String?) -> [String] {
    folder.map { folder in models.map { Self.result(of: $0, in: folder) } } ?? []
  }

  private static func result(of model: String, in folder: String) -> String {
    folder == "."
      ? "\(FileName.stem(of: model)).json" : "\(folder)/\(FileName.stem(of: model)).json"
  }

  func run() throws {
    var groups: [(key: String, models: [ComparedModel])] = []
    var bar = ProgressBar("compare", total: models.count, unit: "models")
    for (number, path) in models.enumerated() {
      let (model, key) = try judged(path)
      if let index = groups.firstIndex(where: { $0.key == key }) {
        groups[index].models.append(model)
      } else {
        groups.append((key, [model]))
      }
      bar.update(number + 1)
    }
    bar.finish()
    let table = ComparisonTable(groups.map { ComparedModel(averaging: $0.models) })
    try ResultFile.write(table.csv, to: out)
    if let json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
      try AtomicFile.write(try encoder.encode(table.rows), to: json)
    }
    for line in table.lines + table.againstComponents { Terminal.shared.say(line) }
    Terminal.shared.say("written  \(out)\(json.map { " and \($0)" } ?? "")")
  }

  /// A model's row, and what its likes share with it.
  private func judged(_ path: String) throws -> (ComparedModel, key: String) {
    let seen = try SeenImages(path, cutouts: cutouts, band: nil, workers: work.workers)
    let metadata = seen.metadata
    let units = metadata.architecture.codeCount
    var (squares, values, codes): (Double, Int, [Float]) = (0, 0, [])
    try seen.dataset.forEachBatch { _, batch in
      squares += batch.squaredDistance(to: seen.model.reconstruct(batch))
      values += batch.count
      codes += seen.model.encode(batch).values
    }
    let stem = FileName.stem(of: path)
    var row = ComparedModel(
      model: stem, variant: metadata.kind, units: units,
      weights: metadata.architecture.partWeights.last?.weights ?? 0,
      error: squares / Double(values), codes: CodeStatistics(codes, units: units),
      isLinear: metadata.kind == "principal components")
    if let probes {
      let result: ProbeReport = try Self.read(
        Self.result(of: path, in: probes), maker: "teach probe")
      // The fewest labels that were asked for.
      let fewest = result.rows.first
      (row.accuracy, row.accuracySpread) = (fewest?.mean, fewest?.spread)
      row.labels = fewest?.labels
    }
    if let evaluations {
      let result: Evaluation = try Self.read(
        Self.result(of: path, in: evaluations), maker: "evaluate")
      row.auc = result.auc
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let parts = [try encoder.encode(metadata.architecture), try encoder.encode(metadata.variant)]
    // The principal components have no seed: each file is a model of its own.
    let own = row.isLinear ? path : "\(metadata.epochs)"
    let texts = parts.map { String(decoding: $0, as: UTF8.self) } + [metadata.stretch, own]
    return (row, texts.joined(separator: "\n"))
  }

  private static func read<Result: Decodable>(_ path: String, maker: String) throws -> Result {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure(
        "cannot compare: there is no \(path); `galaxy-aep \(maker) … --out \(path)` writes it")
    }
    guard let result = try? JSONDecoder().decode(Result.self, from: data) else {
      throw CommandFailure(
        "cannot compare by \(path): it is no result of `galaxy-aep \(maker)`; write it again")
    }
    return result
  }
}
