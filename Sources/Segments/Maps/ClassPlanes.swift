internal import Sky
internal import Tensors

/// What every pixel of a field is likely to show: a class, and how likely each of them is.
package struct ClassPlanes: Sendable, Equatable {
  package let classes: [String]
  package let width, height: Int
  /// `[y, x]`: the likeliest class; 255 where no band shows anything.
  package private(set) var values: [UInt8]
  /// `[class][y, x]`: probabilities in units of `scale`.
  package private(set) var shares: [[Int16]]

  package static let scale = 1e-4
  package static let none: UInt8 = 255

  /// All sky.
  package init(classes: [String], width: Int, height: Int) {
    (self.classes, self.width, self.height) = (classes, width, height)
    values = [UInt8](repeating: 0, count: width * height)
    shares = classes.map { _ in [Int16](repeating: 0, count: width * height) }
    for place in shares[0].indices { shares[0][place] = 10_000 }
  }

  /// What a network says of a field.
  package init(
    of image: FieldImage, by classifier: some PixelClassifier, tiles: BlendedTiles,
    progress: (Double) -> Void = { _ in }
  ) throws {
    let names = classifier.classes
    guard (2...254).contains(names.count) else {
      throw SurveyError("the model tells \(names.count) classes apart; 2 to 254 can be mapped")
    }
    self.init(classes: names, width: image.width, height: image.height)
    let (count, width) = (names.count, image.width)
    try tiles.forEachRow(of: image, by: classifier, progress: progress) { y, row in
      for x in 0..<width {
        set(x: x, y: y, (0..<count).map { row[x * count + $0] })
      }
    }
    leaveOutBlank(of: image)
  }

  package mutating func set(x: Int, y: Int, _ probabilities: [Float]) {
    let place = y * width + x
    var best = 0
    for value in probabilities.indices {
      if probabilities[value] > probabilities[best] { best = value }
      shares[value][place] = Int16(
        bounded: (min(1, max(0, probabilities[value])) * 10_000).rounded())
    }
    values[place] = UInt8(clamping: best)
  }

  package func probability(_ value: Int, at place: Int) -> Double {
    Double(shares[value][place]) * Self.scale
  }

  /// Pixels that no band shows have no class.
  package mutating func leaveOutBlank(of image: FieldImage) {
    let width = width
    withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { row in
      for y in 0..<height {
        var isShown = [Bool](repeating: false, count: width)
        for band in 0..<image.bands {
          image.light(ofRow: y, band: band, into: row)
          for x in 0..<width where row[x].isFinite { isShown[x] = true }
        }
        for x in 0..<width where !isShown[x] {
          values[y * width + x] = Self.none
          for value in shares.indices { shares[value][y * width + x] = 0 }
        }
      }
    }
  }

  /// The classes that sources have: all but the first and artefacts.
  package var sourceClasses: [Int] {
    classes.indices.filter { $0 > 0 && classes[$0] != "artefact" }
  }
}
