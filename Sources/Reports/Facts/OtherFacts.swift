internal import Catalogs
internal import Console
internal import Cutouts
internal import Foundation
internal import Networks
internal import Pipelines

/// A model or a checkpoint: its network, how it was trained, its tensors.
package enum ModelFacts {
  package typealias Fact = FileFacts.Fact

  package static func facts(of path: String) throws -> FileFacts.Found {
    let file = try SafetensorsFile(reading: path)
    let numbers = file.names.reduce(0) { $0 + (file.shape(of: $1)?.reduce(1, *) ?? 0) }
    let tensors = Fact("tensors", "\(file.names.count), \(numbers) numbers")
    var data: [String: Datum] = [
      "tensors": .object(
        file.names.reduce(into: [:]) { $0[$1] = .wholes(file.shape(of: $1) ?? []) }),
      "weights": .whole(numbers),
    ]
    let format = file.metadata["format"] ?? ""
    guard format.hasPrefix("galaxy-aep ") else {
      let names = file.names.prefix(40).map { name in
        Fact("  " + name, "\(file.type(of: name)?.rawValue ?? "") \(file.shape(of: name) ?? [])")
      }
      return ("safetensors, not one of ours", [tensors] + names, data)
    }
    var facts: [Fact] = []
    for name in [
      "architecture", "bands", "pixel_scale", "stretch", "seed", "epochs", "precision",
      "validation_loss", "fingerprint",
    ] {
      if let value = file.metadata[name] {
        facts.append(Fact(name.replacing("_", with: " "), value))
        data[name] = name == "fingerprint" ? .text(value) : Datum(reading: value)
      }
    }
    facts.append(tensors)
    let origin = try Origin.entries(of: path)
    return (
      String(format.dropFirst("galaxy-aep ".count)) + " (safetensors)", facts + origin,
      data.merging(origin.asTexts) { own, _ in own }
    )
  }
}

/// An evaluation's headline numbers.
package enum EvaluationFacts {
  package static func facts(of path: String) throws -> FileFacts.Found {
    let result = try ReportedEvaluation(reading: path)
    var data = Dictionary(result.numbers.map { ($0.name, Datum.number($0.value)) }) { $1 }
    guard let auc = result.auc else {
      guard !result.numbers.isEmpty else {
        throw CommandFailure("cannot tell what \(path) is: it is JSON, but no evaluation of ours")
      }
      return (
        "results (JSON)",
        try result.numbers.map { .init($0.name.replacing("_", with: " "), number($0.value)) }
          + Origin.entries(of: path), data
      )
    }
    data["baselines"] = .object((result.baselines ?? [:]).mapValues(Datum.number))
    data["provenance"] = .object((result.provenance ?? [:]).mapValues(Datum.text))
    let labels = "\(result.stars ?? 0) stars, \(result.galaxies ?? 0) galaxies"
    return try (
      "evaluation",
      [
        .init("labelled", labels),
        .init(
          result.scoreName, "AUC \(share(auc)) (\(share(result.aucLow))–\(share(result.aucHigh)))"),
      ] + result.ranked.map { .init($0.name, "AUC \(share($0.auc))") } + Origin.entries(of: path),
      data
    )
  }
}

/// A pipeline's steps.
package enum PipelineFacts {
  package static func facts(of path: String) throws -> FileFacts.Found {
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
    return (
      "pipeline \(pipeline.name), \(steps.count) steps", steps,
      ["name": .text(pipeline.name), "steps": .texts(steps.map(\.value))]
    )
  }
}

/// A CSV file's columns.
package enum CatalogFacts {
  package static func facts(of path: String) throws -> FileFacts.Found {
    let table = try CSVTable(reading: path)
    let origin = try Origin.entries(of: path)
    return (
      "CSV table",
      [
        .init("rows", "\(table.rows.count)"),
        .init("columns", table.columns.joined(separator: ", ")),
      ] + origin,
      origin.asTexts.merging([
        "rows": .whole(table.rows.count), "columns": .texts(table.columns),
      ]) { _, own in own }
    )
  }
}

/// A cutout set or a run's folder.
package enum FolderFacts {
  package typealias Fact = FileFacts.Fact

  package static func facts(of path: String) throws -> FileFacts.Found {
    if FileManager.default.fileExists(atPath: "\(path)/cutouts-00000.fits") {
      let set = try CutoutSet(opening: path)
      let fields = Set(set.records.map(\.field))
      let magnitudes = set.records.map { Double($0.mag) }.filter(\.isFinite)
      let origin = try Origin.entries(of: "\(path)/cutouts-00000.fits")
      return (
        "cutout set",
        [
          Fact("cutouts", "\(set.count) of \(set.size)×\(set.size) pixels"),
          Fact("bands", "\(set.bands.joined(separator: ",")), magnitudes in \(set.referenceBand)"),
          Fact("scale", "\(number(set.pixelScale))″ a pixel"), Fact("fields", "\(fields.count)"),
          Fact(
            "magnitude",
            "\(number(magnitudes.min() ?? .nan)) to \(number(magnitudes.max() ?? .nan))"),
        ] + origin,
        origin.asTexts.merging([
          "cutouts": .whole(set.count), "size": .whole(set.size), "bands": .texts(set.bands),
          "reference_band": .text(set.referenceBand), "pixel_scale": .number(set.pixelScale),
          "fields": .whole(fields.count), "faintest": .number(magnitudes.max() ?? .nan),
          "brightest": .number(magnitudes.min() ?? .nan),
        ]) { _, own in own }
      )
    }
    let run: RunFolder
    do {
      run = try RunFolder(path)
    } catch {
      throw CommandFailure(
        "cannot tell what the folder \(path) is: neither a cutout set nor a run")
    }
    let steps = (run.manifest?.steps ?? []).map(\.arguments)
    var facts = steps.enumerated().map { index, words in
      Fact("\(index + 1)", CommandLineText.quoted(words, atMost: 6))
    }
    var areas: [String: Datum] = [:]
    for evaluation in run.evaluations {
      let (name, auc) = (run.shortName(evaluation.path), evaluation.result.auc)
      facts.append(Fact(name, "AUC \(share(auc))"))
      areas[name] = auc.map(Datum.number)
    }
    return (
      "run \(run.name), \(run.figures.count) figures", facts,
      [
        "name": .text(run.name), "figures": .whole(run.figures.count), "auc": .object(areas),
        "steps": .list(steps.map(Datum.texts)),
      ]
    )
  }
}
