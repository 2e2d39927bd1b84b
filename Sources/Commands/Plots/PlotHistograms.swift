internal import ArgumentParser
internal import Charts
internal import Console
internal import Cutouts
internal import FITS
internal import Files
internal import Networks
internal import Tables
internal import Tensors

/// `galaxy-aep plot histograms MODEL CUTOUTS CODES`: pixel values before, code values after.
struct PlotHistograms: FigureCommand {
  static let configuration = CommandConfiguration(
    commandName: "histograms",
    abstract: "Histograms of pixel values before and of code values after the autoencoder.",
    discussion: """
      Pixels as they are in the files, as the network sees them, and codes. Each panel also says how much the \
      means of the frames differ.

      Example: galaxy-aep plot histograms model.safetensors cutouts codes.fits --out histograms.png
      Example: galaxy-aep plot histograms model.safetensors cutouts codes.fits --units all --out all.png
      """)

  @Argument(help: "The model that made the codes.", completion: .of(.model))
  var model: String

  @Argument(help: "The cutout set.", completion: .of(.cutouts))
  var cutouts: String

  @Argument(help: "The table of codes.", completion: .of(.codes))
  var codes: String

  @Option(help: "The bands shown, separated by commas; four fit best.")
  var bands = "g,r,i,z"

  @Option(
    "The code units shown, counted from 0, separated by commas; or all.",
    each: 0...65_535, such: "numbers such as 0,1, or all", or: "all")
  var units = "0,1,2,3"

  @Option(
    "The most cutouts that are read, evenly spread over the set.",
    in: 1...1_000_000)
  var count = 2000

  @OptionGroup var figure: FigureOptions

  var reads: [Artifact] {
    [Artifact(.codes, codes), Artifact(.model, model), Artifact(.cutouts, cutouts)]
  }

  func run() throws {
    let metadata = try ModelFile.metadata(of: model)
    let table = try SourceTable(reading: codes, named: .codes, maker: "encode")
    try metadata.requireMaker(table.header.string("MODELID") ?? "", of: codes)
    let set = try CutoutSet(opening: cutouts)
    let stretch = try StretchText.decode(metadata.stretch, of: model)
    let dataset = try StretchedCutouts(set, stretch: stretch)
    let chart = HistogramPanels(
      title: figure.title
        ?? "Before and after: \(set.count) cutouts, codes of \(metadata.architecture.codeCount) units",
      rows: try rawRows(of: set) + [
        .init(
          heading: "before: pixels as the network sees them (\(stretch.kind.rawValue) stretch)",
          panels: try pixelPanels(of: dataset))
      ] + rows(of: try codePanels(of: table)), countScale: .logarithmic)
    try figure.write(chart, seed: metadata.seed)
  }

  /// Panels in rows of six at most, where they do not fit into one.
  private func rows(of panels: [HistogramPanels.Panel]) -> [HistogramPanels.Row] {
    stride(from: 0, to: panels.count, by: 6).map { first in
      .init(
        heading: first == 0 ? "after: latent code" : "",
        panels: Array(panels[first..<min(first + 6, panels.count)]))
    }
  }

  private var names: [String] { bands.split(separator: ",").map(String.init) }

  private func chosen(of set: CutoutSet) -> [Int] {
    Array(stride(from: 0, to: set.count, by: max(1, set.count / max(1, count))))
  }

  /// Pixels of the sky before any stretch, of those bands that the files hold.
  private func rawRows(of set: CutoutSet) throws -> [HistogramPanels.Row] {
    let shown = names.compactMap { name in
      set.bands.firstIndex(of: name).map { (name: name, band: $0) }
    }
    guard set.isOfSky, !shown.isEmpty else { return [] }
    let chosen = chosen(of: set)
    let fields = chosen.map { set.records[$0].field }
    let area = set.size * set.size
    var values = [[Float]](repeating: [], count: shown.count)
    for index in chosen {
      let pixels = set.cutout(index)
      for (place, one) in shown.enumerated() {
        values[place] += pixels[one.band * area..<(one.band + 1) * area]
      }
    }
    let unit = set.unit.isEmpty ? "" : " [\(set.unit)]"
    return [
      .init(
        heading: "before: pixels as they are",
        panels: zip(shown, values).map { one, values in
          .init(
            title: "band \(one.name)", xLabel: "pixel value\(unit)", values: values,
            frames: GroupMeans(of: means(of: values, area: area), groups: fields))
        })
    ]
  }

  /// The mean of every image's finite pixels.
  private func means(of values: [Float], area: Int) -> [Float] {
    stride(from: 0, to: values.count, by: area).map { first in
      let known = values[first..<first + area].filter(\.isFinite)
      return known.isEmpty ? .nan : known.reduce(0, +) / Float(known.count)
    }
  }

  private func pixelPanels(of dataset: StretchedCutouts) throws -> [HistogramPanels.Panel] {
    let chosen = chosen(of: dataset.cutouts)
    let images = try dataset.images(chosen)
    let fields = chosen.map { dataset.cutouts.records[$0].field }
    return try names.map { name in
      let known = dataset.stretch.channels
      guard let band = known.firstIndex(of: name) else {
        throw CommandFailure(
          "cannot show band \(name): the cutouts hold \(known.joined(separator: ","))")
      }
      let values = images.withUnsafeValues { pixels in
        stride(from: band, to: pixels.count, by: known.count).map { pixels[$0] }
      }
      let means = means(of: values, area: values.count / max(chosen.count, 1))
      return .init(
        title: "band \(name)", xLabel: "pixel value [stretched]", values: values,
        frames: GroupMeans(of: means, groups: fields))
    }
  }

  private func codePanels(of table: SourceTable) throws -> [HistogramPanels.Panel] {
    let (width, values) = try table.codes()
    let fields = try table.texts(.field)
    let chosen = units == "all" ? (0..<width).map { "\($0)" }.joined(separator: ",") : units
    return try chosen.split(separator: ",").map { text in
      guard let unit = Int(text), (0..<width).contains(unit) else {
        throw CommandFailure(
          "cannot show code unit \(text): the codes have units 0 to \(width - 1)")
      }
      let column = stride(from: unit, to: values.count, by: width).map { values[$0] }
      return .init(
        title: "code unit \(unit)", xLabel: "code value", values: column,
        frames: GroupMeans(of: column, groups: fields))
    }
  }
}
