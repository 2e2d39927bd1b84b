internal import Console
internal import Foundation
internal import Ingestion
internal import Pipelines
internal import Tensors

/// The pipeline that is written for frames nobody has looked at yet: the whole way, with a word on every step.
struct FirstPipeline {
  let look: FirstLook
  let labels: FolderLabels?
  /// Frames and labels as the pipeline names them.
  let frames: String
  let catalog: String?
  /// A survey that the user named.
  let survey: String?
  let name: String
  /// What the user typed for the folder, and what the pipeline is called.
  let folder, file: String

  var draft: PipelineDraft {
    PipelineDraft(
      name: name, head: head, parts: [cutting, learning, stars, joining] + judging + [looking])
  }

  /// "3 fields of sdss in u,g,r,i,z"
  var found: String {
    "\(counted(look.fields.count, "field")) of \(look.surveys.joined(separator: " and ")) in "
      + look.bands.joined(separator: ",")
  }

  /// "of 0.396″; a point is 1.31″ wide, 3.3 of them"
  var pixels: String {
    let scale = "of \(number(look.pixelScale, digits: 3))″"
    guard let width = look.width else {
      return scale + "; too few sources of \(look.example) tell how wide a point is"
    }
    let seeing = String(format: "%.2f″ wide, %.1f of them", width * look.pixelScale, width)
    return "\(scale); a point is \(seeing)"
  }

  private var head: [String] {
    let quotedFolder = CommandLineText.quoted([folder])
    let quotedFile = CommandLineText.quoted([file])
    var lines = [
      "A first run on the frames in \(folder), as `galaxy-aep init` found them. Change what you like.",
      "",
      "    galaxy-aep run \(quotedFile) --dry-run     # what it would do, and about how long it takes",
      "    galaxy-aep run \(quotedFile)               # results go to runs/\(name), report.html is the first to read",
      "",
      "Found: \(found). `galaxy-aep ingest \(quotedFolder) --explain` tells what every file is taken for.",
      look.isCalibrated
        ? "Light is brought to nanomaggies (AB)."
        : "No zero point is known: magnitudes are relative (22.5 for a flux of 1).",
      "Pixels \(pixels) (band \(look.reference) of \(look.example)).",
    ]
    for problem in look.problems.prefix(5) { lines.append("Left out: \(problem).") }
    if look.problems.count > 5 { lines.append("Left out: \(look.problems.count - 5) more.") }
    if let labels {
      let fields =
        labels.fields < look.fields.count ? "the first \(labels.fields) fields" : "the fields"
      lines.append(
        "Labels: \(labels.path) has \(labels.stars) stars and \(labels.galaxies) galaxies, \(labels.onFields) of them on "
          + "\(fields). They judge; nothing learns from them.")
    } else {
      lines.append(
        "Labels: none. With a catalog (ra, dec, class: STAR or GALAXY), `galaxy-aep init \(quotedFolder) --catalog FILE` "
          + "adds what judges by it.")
    }
    return lines
  }

  /// What both ways through the frames are given.
  private var reading: [PipelineStep.Option] {
    var options: [PipelineStep.Option] = []
    if let survey { options.append(.init(name: "survey", value: .text(survey))) }
    options += [
      .init(name: "bands", value: .text(look.bands.joined(separator: ","))),
      .init(name: "reference-band", value: .text(look.reference)),
      .init(name: "size", value: .text("\(look.size)")),
    ]
    if !look.problems.isEmpty { options.append(.init(name: "keep-going", value: .flag(true))) }
    return options
  }

  private var cutting: PipelineDraft.Part {
    var remarks = [
      "Cuts every source out of every band. Sources are found in the sum of \(look.reference) and its neighbours and "
        + "measured in \(look.reference)."
    ]
    if let width = look.width {
      let advised = String(format: "%.0f", 19.5 * width)
      remarks.append(
        "size: 19.5 widths of a point are \(advised) pixels"
          + (look.size == 64 ? "; 64, the usual size, is near enough." : "."))
    }
    if !look.problems.isEmpty {
      remarks.append("keep-going: what cannot be read is skipped and told.")
    }
    return PipelineDraft.Part(
      remarks,
      [step("ingest", [frames], reading + [text("out", "cutouts"), flag("replace")])])
  }

  private var learning: PipelineDraft.Part {
    var remarks = [
      "The autoencoder learns from all cutouts, without a label; then every cutout gets its code, and codes are put "
        + "into groups.",
      "About \(roundedCutouts) cutouts are expected: 30 epochs for a few thousand, 6 are enough for a hundred thousand.",
    ]
    if !recorruption.isEmpty {
      remarks.append(
        "recorruption: it is asked for what is there and not for the noise, which so many cutouts let it learn by heart; small batches teach it more."
      )
    }
    return PipelineDraft.Part(
      remarks,
      [
        step(
          "pretrain", ["cutouts"],
          [
            text("out", "model.safetensors"), text("epochs", "\(epochs)"),
            text("batch-size", recorruption.isEmpty ? "64" : "32"), text("learning-rate", "0.002"),
          ] + recorruption),
        step("encode", ["model.safetensors", "cutouts"], [text("out", "codes.fits")]),
        step(
          "cluster", ["codes.fits"],
          [text("runs", "5"), text("out", "clusters.fits")]),
      ])
  }

  private var stars: PipelineDraft.Part {
    PipelineDraft.Part(
      [
        "Dimmed copies of each field's own bright stars teach how faint stars look there. Where fields have none, leave "
          + "these two steps and `injected` out."
      ],
      [
        step(
          "ingest", [frames],
          [text("stars-of", "codes.fits")] + reading + [text("out", "stars"), flag("replace")]),
        step("encode", ["model.safetensors", "stars"], [text("out", "stars.fits")]),
      ])
  }

  private var joining: PipelineDraft.Part {
    PipelineDraft.Part(
      ["P_STAR, the probability of being a star, of every source."],
      [
        step(
          "classify", ["clusters.fits"],
          [text("injected", "stars.fits"), text("out", "scores.fits")])
      ])
  }

  private var judging: [PipelineDraft.Part] {
    guard let catalog else { return [] }
    func judge(_ title: String, _ out: String) -> PipelineStep {
      step(title, ["scores.fits"], [text("catalog", catalog), text("out", out)])
    }
    return [
      PipelineDraft.Part(
        [
          "How good it is, by the labels: a source within 1″ (`radius`) is the label's; `brighter-than: 22` judges bright ones."
        ],
        [
          judge("evaluate", "evaluation.json"), judge("plot roc", "figures/roc.png"),
          judge("plot magnitudes", "figures/magnitudes.png"),
          judge("plot reliability", "figures/reliability.png"),
        ])
    ]
  }

  private var looking: PipelineDraft.Part {
    func draw(
      _ title: String, _ inputs: [String], _ name: String, _ options: [PipelineStep.Option] = []
    )
      -> PipelineStep
    { step(title, inputs, options + [text("out", "figures/\(name).png")]) }
    let scores = text("scores", "scores.fits")
    return PipelineDraft.Part(
      ["Figures, and all of it on one page."],
      [
        draw("plot loss", ["metrics.csv"], "loss"),
        draw("plot cutouts", ["cutouts"], "cutouts", [scores]),
        draw("plot cutouts", ["cutouts"], "uncertain", [scores, text("show", "uncertain")]),
        draw("plot reconstructions", ["model.safetensors", "cutouts"], "reconstructions"),
        draw("plot map", ["codes.fits"], "map", [scores, text("colour", "score")]),
        draw("plot sizes", ["scores.fits"], "sizes"),
        draw("plot clusters", ["codes.fits", "cutouts"], "clusters", [scores]),
        step("report", ["."], []),
      ])
  }

  /// As many as one band of one field lets expect.
  private var cutouts: Int { look.sources * look.fields.count }
  /// To two digits: the sum of bands finds some more or fewer than one.
  private var roundedCutouts: Int {
    let unit = Int(bounded: pow(10, Double(max(String(cutouts).count - 2, 0))))
    return (cutouts + unit / 2) / unit * unit
  }
  private var epochs: Int { min(30, max(6, 90_000 / max(cutouts, 1))) }
  /// With many cutouts a network that is asked for what is there, and not for the noise, learns the better code. It wants the
  /// matched stretch, which small cutouts do without.
  private var recorruption: [PipelineStep.Option] {
    cutouts < 50_000 || look.size < StretchOptions.leastMatchedSide
      ? [] : [text("recorruption", "0.8")]
  }

  private func step(_ title: String, _ inputs: [String], _ options: [PipelineStep.Option])
    -> PipelineStep
  {
    PipelineStep(title: title, inputs: inputs, options: options)
  }

  private func text(_ name: String, _ value: String) -> PipelineStep.Option {
    .init(name: name, value: .text(value))
  }

  private func flag(_ name: String) -> PipelineStep.Option { .init(name: name, value: .flag(true)) }
}
