internal import Charts
internal import Console
internal import Foundation
internal import Judging
internal import Segments
package import Tensors

/// The class of every pixel: how well it was told, and a field with its sources outlined.
package struct PixelsSection {
  private let maps: RunMaps
  private let picture: ReportFigure?
  /// Why there is no picture, where there could be one.
  package let note: String?

  package init(_ run: RunFolder, workers: Workers) {
    maps = run.maps
    guard let shown = maps.shown else {
      (picture, note) = (nil, nil)
      return
    }
    do {
      guard !shown.frames.isEmpty else {
        throw CommandFailure(
          "\(run.shortName(shown.path)) does not say which frames it was made of")
      }
      let map = try StoredMap(reading: shown.path, "cannot draw \(shown.path)")
      let figure = try MapPicture(map, over: shown.frames, workers: workers).figure()
      let name = run.shortName(shown.path)
      let maker =
        shown.maker.map { "; the maps are “\($0)”, of which the pixels overlap most" } ?? ""
      picture = ReportFigure(
        name: name, bytes: try figure.picture().encodedPNG(texts: []),
        sentence: "The middle of field \(map.id)\(maker). "
          + ReportFigure.sentence(for: "galaxy-aep plot segments"),
        command: "galaxy-aep "
          + CommandLineText.quoted(
            ["plot", "segments", name] + shown.frames.map(run.shortName) + ["--out=field.png"]),
        kind: "segments")
      note = nil
    } catch {
      (picture, note) = (nil, "No field is drawn: \(error).")
    }
  }

  /// - Parameter room: the most bytes that a picture may have.
  package func html(within room: Int) -> String {
    guard !maps.isEmpty else { return "" }
    var html = maps.results.map(Self.table).joined()
    if !maps.results.isEmpty { html = Markup.paragraph(Self.legend(of: maps.results)) + html }
    return html + (picture?.html(within: room) ?? "")
  }

  private static func legend(of results: [RunMaps.Result]) -> String {
    let isCompared = results.contains { result in
      result.table.rows.contains { $0.values.values.contains { $0.differenceLow != nil } }
    }
    return
      "Overlap is intersection over union of the pixels, quality is panoptic quality of the segments: the mean "
      + "overlap of those found, less for every one missed or made up. Under each number its 95 % interval over "
      + "fields."
      + (isCompared
        ? " Blue is surely above the first row, red surely below: the interval of the difference on the same fields "
          + "leaves nought out." : "")
  }

  private static func table(_ result: RunMaps.Result) -> String {
    let table = result.table
    let shown = MapTable.measures.map(\.name).filter { name in
      table.rows.contains { $0.values[name] != nil }
    }
    let rows = table.rows.map { row in
      [Markup.escaped(row.name)] + shown.map { cell(row.values[$0]) }
    }
    return "<h3>\(Markup.escaped(result.name)), \(counted(table.fields.count, "field"))</h3>\n"
      + Markup.table(["maps"] + shown.map { Markup.escaped(title(of: $0)) }, rows)
  }

  private static func title(of measure: String) -> String {
    measure.replacing("mean IoU", with: "mean overlap").replacing("IoU", with: "overlap of")
      .replacing("PQ ", with: "quality, ").replacing(
        "artefact recall", with: "artefact pixels told")
  }

  private static func cell(_ value: MapTable.Value?) -> String {
    guard let value else { return "–" }
    let isAbove = value.differenceLow.map { $0 > 0 } ?? false
    let isBelow = value.differenceHigh.map { $0 < 0 } ?? false
    let kind = isAbove ? "ours" : isBelow ? "bad" : ""
    let text =
      kind.isEmpty ? share(value.value) : "<span class=\"\(kind)\">\(share(value.value))</span>"
    guard let low = value.low, let high = value.high else { return text }
    return "\(text)<br><span class=\"soft\">\(share(low))–\(share(high))</span>"
  }
}
