internal import ArgumentParser
internal import Console
internal import Files
internal import Pipelines
internal import Reports
internal import Segments

/// `galaxy-aep plot segments MAP FRAMES…`: what a map says, drawn over the field in colour.
struct PlotSegments: FigureCommand {
  static let configuration = CommandConfiguration(
    commandName: "segments",
    abstract: "The sources of a map outlined by class, over the field in colour.",
    discussion: """
      A square of the field; by default the one around its middle.

      Example: galaxy-aep plot segments maps/segments-003918-3-0213.fits frames --out segments.png
      """)

  @Argument(help: "A map, as `galaxy-aep segment` writes it.", completion: .of(.maps))
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

  var reads: [Artifact] { [Artifact(.maps, map)] + .all(.frames, frames) }

  func run() throws {
    let map = try StoredMap(reading: self.map, "cannot draw \(self.map)")
    let chart = try MapPicture(
      map, over: frames, around: try at.map { try place($0, in: map) }, size: size,
      colours: colours?.split(separator: ",").map(String.init), workers: work.workers
    ).figure(title: figure.title, zoom: zoom)
    try figure.write(chart)
  }

  private func place(_ at: String, in map: StoredMap) throws -> (x: Int, y: Int) {
    let numbers = at.split(separator: ",").compactMap { Int($0) }
    guard numbers.count == 2, at.split(separator: ",").count == 2,
      (1...map.width).contains(numbers[0]), (1...map.height).contains(numbers[1])
    else {
      throw CommandFailure(
        "cannot draw around --at \(at): give a pixel as X,Y, 1,1 to \(map.width),\(map.height)")
    }
    return (numbers[0] - 1, numbers[1] - 1)
  }
}
