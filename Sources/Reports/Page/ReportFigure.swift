internal import Charts
package import Foundation

/// A figure of the run with a sentence on what to see in it.
package struct ReportFigure {
  package let name: String
  package let bytes: Data
  package let sentence: String
  package let command: String?
  /// The plot that it is: "roc"; nil where it does not say.
  package let kind: String?

  package init(_ path: String, name: String) {
    self.name = name
    bytes = FileManager.default.contents(atPath: path) ?? Data()
    let texts = (try? PNGText.read(path)) ?? []
    command = texts.first { $0.keyword == "Command" }?.text
    // "plot histograms"; figures of version 0.1 tell it by their command only.
    let step =
      texts.first { $0.keyword == "Step" }?.text ?? command.map { String($0.dropFirst(11)) }
    let words = step?.split(separator: " ").map(String.init) ?? []
    kind = words.first == "plot" ? words.dropFirst().first : nil
    sentence = Self.sentence(for: command ?? "galaxy-aep plot \(name)")
  }

  /// A figure that is drawn for the page.
  ///
  /// - Parameter command: draws the same.
  init(name: String, bytes: Data, sentence: String, command: String, kind: String) {
    (self.name, self.bytes, self.sentence) = (name, bytes, sentence)
    (self.command, self.kind) = (command, kind)
  }

  /// Whether it is lines and letters on white rather than pictures.
  package var isChart: Bool {
    let words = (command ?? "").split(separator: " ").map(String.init)
    let hasPictures = words.contains("--colour=thumbnails") || words.contains("thumbnails")
    return kind.map { !Self.pictures.contains($0) } == true && !hasPictures
      && !words.contains("--dark")
  }

  private static let pictures: Set = [
    "cutouts", "reconstructions", "clusters", "filters", "activations", "units", "samples",
    "traversals", "segments",
  ]

  package func html(within room: Int) -> String {
    let size = bytes.count / 3 * 4 + 2000
    let caption = """
      <figcaption><b>\(Markup.escaped(name))</b> \(Markup.escaped(sentence))\
      \(command.map { "<br><span class=\"soft\">\(Markup.escaped($0))</span>" } ?? "")\
      </figcaption>
      """
    guard size <= room, !bytes.isEmpty else {
      let words = String(
        format: "left out of this page for its size (%.1f MB)", Double(bytes.count) / 1e6)
      return "<figure class=\"shot\"><p class=\"soft\">\(words)</p>\(caption)</figure>\n"
    }
    let type = name.lowercased().hasSuffix(".svg") ? "svg+xml" : "png"
    return """
      <figure class="shot"><img\(isChart ? " class=\"chart\"" : "") alt="\(Markup.escaped(name)): \(Markup.escaped(sentence))" \
      src="data:image/\(type);base64,\(bytes.base64EncodedString())">\(caption)</figure>

      """
  }

  /// What to look for, by the kind of plot that the figure's own provenance (or name) tells.
  package static func sentence(for command: String) -> String {
    let words = command.split { $0 == " " || $0 == "/" || $0 == "." }.map(String.init)
    if words.contains("cutouts"), words.contains("--show=uncertain") || words.contains("uncertain")
    {
      return "The sources the program is least sure of: blends, faint ones, and galaxies hardly "
        + "larger than the point spread."
    }
    return sentences.first { words.contains($0.kind) }?.text
      ?? "A figure of the run."
  }

  private static let sentences: [(kind: String, text: String)] = [
    (
      "histograms",
      "Pixel values before and code values after: see whether the codes are round and alike, as "
        + "the normal curve that is drawn over them is, or skewed, peaked or collapsed. The first row is what "
        + "the codes are to be compared with: a stretch alone makes pixels rounder too."
    ),
    (
      "roc",
      "Stars found against galaxies taken for stars; the higher and further left the better. The "
        + "right panel magnifies the strict end, where catalogs of stars are made."
    ),
    (
      "magnitudes",
      "Where ours wins and where it loses: area under the ROC curve by magnitude, over the counts "
        + "of stars and galaxies. Bars are 95 % intervals: few sources, long bars."
    ),
    (
      "reliability",
      "Whether a P_STAR of 0.8 means that 8 of 10 are stars: on the diagonal it does, below it the "
        + "program is too sure of stars, above it too timid."
    ),
    (
      "completeness",
      "What choosing a threshold costs: the share of stars that are found and the share of the "
        + "found that are stars, and the same for galaxies."
    ),
    (
      "loss",
      "Training and held-out loss by epoch: they should fall together; a held-out loss that turns "
        + "up means the network learns its examples by heart."
    ),
    (
      "map",
      "The codes in two dimensions: neighbours look alike to the network. See whether stars and "
        + "galaxies part, and whether brightness alone orders the map."
    ),
    (
      "clusters",
      "Members of some clusters, from the centre to the rim: a good cluster looks like one thing."
    ),
    (
      "reconstructions",
      "What went in, what came out, and the rest: the rest should be noise; what is left of a "
        + "source there is what the code does not hold."
    ),
    (
      "colours",
      "Two colours of every source with our classes: stars lie on a narrow locus, which no colour "
        + "was used to find."
    ),
    (
      "sizes",
      "Size against magnitude with our classes: stars lie on a flat ridge at the size of the point "
        + "spread, broken lines in every field, and the two merge where it gets faint."
    ),
    (
      "cutouts",
      "Sources in colour with what the program thinks of them: look for galaxies called stars."
    ),
    ("filters", "What the first layer looks for: edges, blobs, differences between bands."),
    (
      "segments",
      "What the map takes for sources, outlined by class: look for neighbours in one outline, for sources in pieces and, on "
        + "the sky, for trails that are called sources."
    ),
    ("confusion", "Which classes are taken for which: all but the diagonal are mistakes."),
  ]
}
