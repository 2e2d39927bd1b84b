internal import Clusters
internal import Cutouts
package import Files
internal import Foundation
internal import Judging
internal import Tables
package import Tensors

/// Everything the page says about a run, gathered before any of it is written.
package struct Report {
  /// Something a reader must not overlook.
  package struct Warning {
    package var text: String
    /// Of one frame in one magnitude bin, of which there may be many.
    package var isOfFrame = false
  }

  package let run: RunFolder
  package let evaluations: [(name: String, result: ReportedEvaluation)]
  package let magnitudes: MagnitudeSection?
  package let frames: FrameGuard?
  package let accuracy: FieldAccuracy?
  /// Nil where the labels find nothing wrong with it.
  package let reliability: String?
  /// Nil without a table of scores.
  package let found: FoundSection?
  /// Nil without codes.
  package let map: CodeMapSection?
  package let pixels: PixelsSection
  package let figures: [ReportFigure]
  package let gallery: Gallery?
  /// Why there is no gallery, where there could be one.
  package let notes: [String]

  package init(of run: RunFolder, cutoutsPerGroup: Int, workers: Workers) throws {
    self.run = run
    evaluations = run.evaluations.map { (name: run.shortName($0.path), result: $0.result) }
    var notes: [String] = []
    let table = try run.scores.map {
      try SourceTable(reading: $0, named: .scores, maker: "cluster")
    }
    var classes = [Bool?](repeating: nil, count: table?.table.rowCount ?? 0)
    let hasScores = table.map { $0.has($0.scoreColumn) } ?? false
    if hasScores, let table, let labels = run.labels {
      let everything = try labels.ofAllMagnitudes.match(table)
      for (label, row) in everything.rows.enumerated() {
        if let row { classes[row] = everything.stars[label] }
      }
      let judged = try labels.match(table)
      let edges = run.bins
      magnitudes = try MagnitudeSection(
        judged, score: table.scoreColumn.name, edges: edges, workers: workers)
      let fieldsOfLabels = try judged.fields(in: table)
      accuracy = FieldAccuracy(
        FieldEvaluation.all(
          fields: fieldsOfLabels, probabilities: judged.scores, stars: judged.stars),
        score: table.scoreColumn.name)
      reliability = ReliabilityCheck(judged.scores, stars: judged.stars)
        .warning(of: table.scoreColumn.name)
      frames = FrameGuard(
        judged, score: table.scoreColumn.name, fields: fieldsOfLabels,
        edges: edges)
    } else {
      (magnitudes, frames, accuracy, reliability) = (nil, nil, nil, nil)
      if hasScores {
        notes.append("No labelled catalog was given, so the scores are not judged here.")
      }
    }
    found =
      try hasScores
      ? table.map {
        try FoundSection(
          FoundSources($0), score: $0.scoreColumn.name, stars: FoundStars(in: run))
      } : nil
    if hasScores, let table, let folder = run.cutouts {
      let set = try CutoutSet(opening: folder)
      gallery = try Gallery(table, of: set, classes: classes, count: cutoutsPerGroup)
    } else {
      gallery = nil
      if hasScores { notes.append("The cutout set is not there, so there is no gallery.") }
    }
    map =
      try hasScores
      ? table.flatMap { try CodeMapSection($0, cutouts: run.cutouts, workers: workers) } : nil
    pixels = PixelsSection(run, workers: workers)
    if let note = pixels.note { notes.append(note) }
    figures = run.figures.map { ReportFigure(run.path($0), name: $0) }
    self.notes = notes
  }

  /// Failures of our own score, and whatever an evaluation wants said.
  package var warnings: [Warning] {
    (frames?.warnings ?? []).map { Warning(text: $0, isOfFrame: true) }
      + [reliability].compactMap { $0.map { Warning(text: $0) } }
      + evaluations.flatMap(\.result.ledgerBreaches).map { Warning(text: $0) }
      + evaluations.flatMap { $0.result.warnings ?? [] }.map { Warning(text: $0) }
  }

  /// The warnings in few lines, for a terminal.
  package var warningLines: [String] {
    warnings.filter { !$0.isOfFrame }.map(\.text) + [frames?.summary].compactMap { $0 }
  }

  /// The whole page; figures that would make it larger than `limit` bytes are named, not shown.
  package func page(provenance: Provenance, limit: Int = 9_500_000) -> String {
    let gallery = GallerySection(gallery: gallery).html
    let map = self.map?.html ?? ""
    var room = limit - gallery.utf8.count - map.utf8.count - 200_000
    let pixels = self.pixels.html(within: room)
    room -= pixels.utf8.count
    let shown = figures.map { figure in
      let html = figure.html(within: room)
      room -= html.utf8.count
      return html
    }
    let sections = [
      Markup.section("How well it did", id: "scores", HeadlineSection(evaluations).html),
      Markup.section("The class of every pixel", id: "pixels", pixels),
      Markup.section("What was found", id: "found", found?.html ?? ""),
      Markup.section("By magnitude", id: "magnitude", magnitudes?.html ?? ""),
      Markup.section(
        "Frame by frame", id: "frames", (frames?.html ?? "") + (accuracy?.html ?? "")),
      Markup.section("Who saw labels", id: "labels", LedgerSection(evaluations).html),
      Markup.section("Map", id: "map", map),
      Markup.section("Figures", id: "figures", shown.joined()),
      Markup.section("Gallery", id: "gallery", gallery),
      Markup.section("How it was made", id: "run", RunSection(run).html),
    ]
    let nonce = Self.nonce(of: sections)
    let title = "\(Markup.escaped(run.name)) – galaxy-aep"
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; \
      style-src 'unsafe-inline'; script-src 'nonce-\(nonce)'; base-uri 'none'; form-action 'none'">
      <meta name="generator" content="\(Markup.escaped(provenance.program))">
      <meta name="Step" content="\(Markup.escaped(provenance.step ?? ""))">
      <meta name="Kernels" content="\(Markup.escaped(provenance.kernels ?? ""))">
      <link rel="icon" href="data:,">
      <title>\(title)</title>
      <style>
      \(ReportStyle.text)
      </style>
      </head>
      <body>
      <header>
      <h1>\(Markup.escaped(run.name))</h1>
      <p class="soft">\(RunSection(run).heading(cutouts: run.cutouts).map(Markup.escaped).joined(separator: "<br>"))</p>
      <p class="soft">\(Markup.escaped(provenance.program)) · \(Markup.escaped(provenance.command))</p>
      </header>
      <nav>\(Self.contents(sections))</nav>
      \(warningBox)\(notes.map(Markup.paragraph).joined())
      <main>
      \(sections.joined())</main>
      \(self.gallery == nil ? "" : "<script nonce=\"\(nonce)\">\n\(GalleryScript.text)\n</script>")
      \(map.isEmpty ? "" : "<script nonce=\"\(nonce)\">\n\(CodeMapScript.text)\n</script>")
      </body>
      </html>

      """
  }

  private var warningBox: String {
    let lines = warnings
    guard !lines.isEmpty else { return "" }
    let summary = frames?.summary.map { "<p><b>\(Markup.escaped($0))</b></p>" } ?? ""
    let others = lines.filter { !$0.isOfFrame }.map { "<p>\(Markup.escaped($0.text))</p>" }.joined()
    let items = lines.filter(\.isOfFrame).prefix(200).map { "<li>\(Markup.escaped($0.text))</li>" }
    let list =
      items.isEmpty
      ? ""
      : "<details\(items.count < 6 ? " open" : "")><summary>which</summary><ul>"
        + "\(items.joined())</ul></details>"
    return "<div class=\"warnings\" role=\"alert\">\(others)\(summary)\(list)</div>\n"
  }

  private static func contents(_ sections: [String]) -> String {
    let names = [
      ("scores", "scores"), ("pixels", "pixels"), ("found", "found"), ("magnitude", "by magnitude"),
      ("frames", "frames"),
      ("labels", "labels"), ("map", "map"), ("figures", "figures"), ("gallery", "gallery"),
      ("run", "run"),
    ]
    return zip(names, sections).filter { !$1.isEmpty }
      .map { "<a href=\"#\($0.0.0)\">\($0.0.1)</a>" }.joined(separator: " ")
  }

  /// A word that only this page's own script bears, so that nothing slipped into it can run.
  private static func nonce(of sections: [String]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in sections.joined().utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return String(hash, radix: 36)
  }
}
