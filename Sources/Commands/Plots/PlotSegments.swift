internal import ArgumentParser
internal import Charts
internal import Console
internal import Files
internal import Pipelines
internal import Segments
internal import Tensors

/// `galaxy-aep plot segments MAP FRAMES…`: what a map says, drawn over the field in colour.
struct PlotSegments: FigureCommand {
  static let configuration = CommandConfiguration(
    commandName: "segments",
    abstract: "The sources of a map outlined by class, over the field in colour.",
    discussion: """
      A square of the field; by default the one around its middle.

      Example: galaxy-aep plot segments maps/segments-003918-3-0213.fits frames --out segments.png
      """)

  @Argument(help: "A map, as `galaxy-aep segment` writes it.", completion: .of(.table))
  var map: String

  @Argument(help: "Frames, or folders that hold them.", completion: .file())
  var frames: [String]

  @Option(
    help: "The pixel in the middle, as X,Y, the field's first pixel being 1,1. Default: its middle."
  )
  var at: String?

  @Option(
    "The side of the square.",
    in: 16...4096, "pixels")
  var size = 256

  @Option(
    "The side of a pixel in the figure.",
    in: 1...16)
  var zoom = 3

  @Option(
    help:
      "The bands shown as red, green and blue, separated by commas. Default: i,r,g, else last, middle and first."
  )
  var colours: String?

  @OptionGroup var figure: FigureOptions
  @OptionGroup var work: WorkOptions

  var reads: [Artifact] { [Artifact(.table, map)] + .all(.frames, frames) }

  func run() throws {
    let map = try StoredMap(reading: self.map, "cannot draw \(self.map)")
    let fields = try SeenFields(frames, workers: work.workers)
    guard let index = fields.files.firstIndex(where: { $0.id == map.id }) else {
      throw CommandFailure(
        "cannot draw \(self.map): the frames are not of its field \(map.id); give those it was made of"
      )
    }
    let image = try fields.image(index)
    guard (image.width, image.height) == (map.width, map.height) else {
      throw CommandFailure(
        "cannot draw \(self.map): it has \(map.width)×\(map.height) pixels, \(image.name) "
          + "\(image.width)×\(image.height); give the frames it was made of")
    }
    let view = try MapView(of: map, around: centre(of: map), size: size)
    let bands = image.field.frames.map(\.band)
    let shown = try chosen(among: bands)
    let planes = shown.map { view.light(of: image, band: $0) }
    let chart = OutlinedField(
      title: figure.title
        ?? "Field \(map.id), \(view.sources) sources in \(view.width)×\(view.height) pixels",
      width: view.width, planes: (planes[0], planes[1], planes[2]), regions: view.regions,
      kindOfPixel: view.kinds, kinds: Self.kinds(of: map.classes),
      notes: [
        "red, green, blue: \(shown.map { bands[$0] }.joined(separator: ", ")); x \(view.x.lowerBound + 1)–"
          + "\(view.x.upperBound), y \(view.y.lowerBound + 1)–\(view.y.upperBound)"
      ], zoom: zoom)
    try figure.write(chart)
  }

  private func centre(of map: StoredMap) throws -> (x: Int, y: Int) {
    guard let at else { return (map.width / 2, map.height / 2) }
    let numbers = at.split(separator: ",").compactMap { Int($0) }
    guard numbers.count == 2, at.split(separator: ",").count == 2,
      (1...map.width).contains(numbers[0]), (1...map.height).contains(numbers[1])
    else {
      throw CommandFailure(
        "cannot draw around --at \(at): give a pixel as X,Y, 1,1 to \(map.width),\(map.height)")
    }
    return (numbers[0] - 1, numbers[1] - 1)
  }

  private func chosen(among bands: [String]) throws -> [Int] {
    let usual =
      ["i", "r", "g"].allSatisfy(bands.contains)
      ? ["i", "r", "g"] : [bands[bands.count - 1], bands[bands.count / 2], bands[0]]
    let names = colours.map { $0.split(separator: ",").map(String.init) } ?? usual
    let found = names.compactMap(bands.firstIndex(of:))
    guard found.count == 3, names.count == 3 else {
      throw CommandFailure(
        "cannot use --colours \(names.joined(separator: ",")): name three of the bands "
          + "\(bands.joined(separator: ",")), red first")
    }
    return found
  }

  /// A colour a class, that of the sky unused.
  private static func kinds(of classes: [String]) -> [OutlinedField.Kind] {
    let known: [String: Colour] = ["star": .orange, "galaxy": .skyBlue, "artefact": .purple]
    return classes.dropFirst().enumerated().map { index, name in
      .init(name: name, colour: known[name] ?? .category(index))
    }
  }
}
