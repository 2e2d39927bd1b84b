package import Charts
internal import Console
package import Segments
package import Tensors

/// A square of a map of pixels, its sources outlined by class over the field in colour.
package struct MapPicture {
  private let map: StoredMap
  private let view: MapView
  private let planes: [[Float]]
  /// What is shown red, green and blue.
  private let colours: [String]

  /// Reads the map's field.
  ///
  /// - Parameters:
  ///   - frames: files or folders that the map was made of.
  ///   - centre: the pixel in the middle, from 0; nil: the field's middle.
  ///   - size: the side of the square, in pixels.
  ///   - colours: three bands, red first; nil: i,r,g, else last, middle and first.
  package init(
    _ map: StoredMap, over frames: [String], around centre: (x: Int, y: Int)? = nil,
    size: Int = 256,
    colours: [String]? = nil, workers: Workers
  ) throws {
    let fields = try SeenFields(frames, workers: workers)
    guard let index = fields.files.firstIndex(where: { $0.id == map.id }) else {
      throw CommandFailure(
        "cannot draw \(map.path): the frames are not of its field \(map.id); give those it was made of"
      )
    }
    let image = try fields.image(index)
    guard (image.width, image.height) == (map.width, map.height) else {
      throw CommandFailure(
        "cannot draw \(map.path): it has \(map.width)×\(map.height) pixels, \(image.name) "
          + "\(image.width)×\(image.height); give the frames it was made of")
    }
    let bands = image.field.frames.map(\.band)
    let shown = try Self.chosen(colours, among: bands)
    let view = try MapView(
      of: map, around: centre ?? (map.width / 2, map.height / 2), size: size)
    planes = shown.map { view.light(of: image, band: $0) }
    (self.map, self.view, self.colours) = (map, view, shown.map { bands[$0] })
  }

  /// - Parameters:
  ///   - title: nil: what is shown.
  ///   - zoom: the side of a pixel in the figure.
  package func figure(title: String? = nil, zoom: Int = 3) -> OutlinedField {
    OutlinedField(
      title: title
        ?? "Field \(map.id), \(view.sources) sources in \(view.width)×\(view.height) pixels",
      width: view.width, planes: (planes[0], planes[1], planes[2]), regions: view.regions,
      kindOfPixel: view.kinds, kinds: Self.kinds(of: map.classes),
      notes: [
        "\(light); x \(view.x.lowerBound + 1)–\(view.x.upperBound), y \(view.y.lowerBound + 1)–"
          + "\(view.y.upperBound)"
      ], zoom: zoom)
  }

  private var light: String {
    Set(colours).count == 1
      ? "band \(colours[0])" : "red, green, blue: \(colours.joined(separator: ", "))"
  }

  private static func chosen(_ colours: [String]?, among bands: [String]) throws -> [Int] {
    let usual =
      ["i", "r", "g"].allSatisfy(bands.contains)
      ? ["i", "r", "g"] : [bands[bands.count - 1], bands[bands.count / 2], bands[0]]
    let names = colours ?? usual
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
