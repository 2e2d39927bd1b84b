internal import Catalogs
internal import Cutouts
internal import Foundation
internal import Networks

/// A model or a checkpoint: its network, how it was trained, its tensors.
enum ModelFacts {
  typealias Fact = FileFacts.Fact

  static func facts(of path: String) throws -> (kind: String, facts: [Fact]) {
    let file = try SafetensorsFile(reading: path)
    let numbers = file.names.reduce(0) { $0 + (file.shape(of: $1)?.reduce(1, *) ?? 0) }
    let tensors = Fact("tensors", "\(file.names.count), \(numbers) numbers")
    let format = file.metadata["format"] ?? ""
    guard format.hasPrefix("galaxy-aep ") else {
      let names = file.names.prefix(40).map { name in
        Fact("  " + name, "\(file.type(of: name)?.rawValue ?? "") \(file.shape(of: name) ?? [])")
      }
      return ("safetensors, not one of ours", [tensors] + names)
    }
    var facts: [Fact] = []
    for name in [
      "architecture", "bands", "pixel_scale", "stretch", "seed", "epochs", "precision",
      "validation_loss", "fingerprint",
    ] {
      if let value = file.metadata[name] {
        facts.append(Fact(name.replacing("_", with: " "), value))
      }
    }
    facts.append(tensors)
    facts += try Origin.entries(of: path)
    return (String(format.dropFirst("galaxy-aep ".count)) + " (safetensors)", facts)
  }
}

/// An evaluation's headline numbers.
enum EvaluationFacts {
  static func facts(of path: String) throws -> (kind: String, facts: [FileFacts.Fact]) {
    let result = try ReportedEvaluation(reading: path)
    guard let auc = result.auc else {
      guard !result.numbers.isEmpty else {
        throw CommandFailure("cannot tell what \(path) is: it is JSON, but no evaluation of ours")
      }
      return (
        "results (JSON)",
        result.numbers.map { .init($0.name.replacing("_", with: " "), number($0.value)) }
      )
    }
    let labels = "\(result.stars ?? 0) stars, \(result.galaxies ?? 0) galaxies"
    return try (
      "evaluation",
      [
        .init("labelled", labels),
        .init("P_STAR", "AUC \(share(auc)) (\(share(result.aucLow))–\(share(result.aucHigh)))"),
      ] + result.ranked.map { .init($0.name, "AUC \(share($0.auc))") } + Origin.entries(of: path)
    )
  }
}

/// A pipeline's steps.
enum PipelineFacts {
  static func facts(of path: String) throws -> (kind: String, facts: [FileFacts.Fact]) {
    let pipeline = try Pipeline(contentsOf: path)
    let steps = pipeline.steps.enumerated().map { index, step in
      let options = step.options.map { option in
        switch option.value {
        case .text(let text): "\(option.name)=\(text)"
        case .list(let items): "\(option.name)=\(items.joined(separator: ","))"
        case .flag(let isSet): "\(option.name)=\(isSet)"
        }
      }
      return FileFacts.Fact(
        "\(index + 1)", ([step.title] + step.inputs + options).joined(separator: " "))
    }
    return ("pipeline \(pipeline.name), \(steps.count) steps", steps)
  }
}

/// A CSV file's columns.
enum CatalogFacts {
  static func facts(of path: String) throws -> (kind: String, facts: [FileFacts.Fact]) {
    let table = try CSVTable(reading: path)
    return (
      "CSV table",
      [
        .init("rows", "\(table.rows.count)"),
        .init("columns", table.columns.prefix(100).joined(separator: ", ")),
      ]
    )
  }
}

/// A cutout set or a run's folder.
enum FolderFacts {
  typealias Fact = FileFacts.Fact

  static func facts(of path: String) throws -> (kind: String, facts: [Fact]) {
    if FileManager.default.fileExists(atPath: "\(path)/cutouts-00000.fits") {
      let set = try CutoutSet(opening: path)
      let fields = Set(set.records.map(\.field))
      let magnitudes = set.records.map { Double($0.mag) }.filter(\.isFinite)
      return (
        "cutout set",
        [
          Fact("cutouts", "\(set.count) of \(set.size)×\(set.size) pixels"),
          Fact("bands", "\(set.bands.joined(separator: ",")), magnitudes in \(set.referenceBand)"),
          Fact("scale", "\(number(set.pixelScale))″ a pixel"), Fact("fields", "\(fields.count)"),
          Fact(
            "magnitude",
            "\(number(magnitudes.min() ?? .nan)) to \(number(magnitudes.max() ?? .nan))"),
        ] + (try Origin.entries(of: "\(path)/cutouts-00000.fits"))
      )
    }
    let run: RunFolder
    do {
      run = try RunFolder(path)
    } catch {
      throw CommandFailure(
        "cannot tell what the folder \(path) is: neither a cutout set nor a run")
    }
    var facts = run.steps.enumerated().map { index, words in
      Fact("\(index + 1)", CommandLineText.quoted(words, atMost: 6))
    }
    for evaluation in run.evaluations {
      let result = try ReportedEvaluation(reading: evaluation.path)
      facts.append(Fact(run.shortName(evaluation.path), "AUC \(share(result.auc))"))
    }
    return ("run \(run.name), \(run.figures.count) figures", facts)
  }
}
