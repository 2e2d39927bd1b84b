import Charts
import Foundation

extension MadeUpFigures {
  static func cutout(_ dice: inout Dice, caption: [String], frame: Colour?) -> CutoutMosaic.Cutout {
    let size = 64
    var planes = [[Float]](repeating: [Float](repeating: 0, count: size * size), count: 3)
    for source in 0..<(1 + dice.below(4)) {
      let isStar = dice.part() < 0.5
      let (x, y) = source == 0 ? (32, 32) : (64 * dice.part(), 64 * dice.part())
      let flux = pow(10, 1 + 2.2 * dice.part())
      let warmth = 0.5 + dice.part()
      let (angle, axis) = (dice.part() * .pi, isStar ? 1 : 0.3 + 0.7 * dice.part())
      let scale = isStar ? 1.5 : 2 + 3 * dice.part()
      for index in 0..<size * size {
        let (dx, dy) = (Double(index % size) - x, Double(index / size) - y)
        let along = dx * cos(angle) + dy * sin(angle)
        let across = (dy * cos(angle) - dx * sin(angle)) / axis
        let radius = (along * along + across * across).squareRoot() / scale
        let light = flux / 30 * (isStar ? exp(-radius * radius / 2) : exp(-radius))
        for plane in 0..<3 {
          planes[plane][index] += Float(light * pow(warmth, Double(1 - plane)))
        }
      }
    }
    for plane in 0..<3 {
      for index in 0..<size * size { planes[plane][index] += Float(0.03 * dice.normal()) }
    }
    return .init(
      red: planes[0], green: planes[1], blue: planes[2], size: size, caption: caption, frame: frame)
  }

  static var mosaics: [(String, any Figure)] {
    var dice = Dice(seed: 5)
    let usual = (0..<24).map { index in
      let isStar = index % 3 == 0
      return cutout(
        &dice,
        caption: [
          "3918-3-213-\(1000 + index)", "\(isStar ? "star" : "galaxy")  P★ 0.\(90 - index)",
        ],
        frame: isStar ? .orange : .skyBlue)
    }
    var broken = cutout(
      &dice, caption: [longTitle, "half of it outside the frame"], frame: .vermilion)
    for index in 0..<2048 { broken.green[index] = .nan }
    let flat = CutoutMosaic.Cutout(
      red: [1e30], green: [1e30], blue: [-1e30], size: 1, caption: ["one pixel"])
    let zero = CutoutMosaic.Cutout(
      red: [0, 0, 0, 0], green: [0, 0, 0, 0], blue: [0, 0, 0, 0], size: 2)
    return [
      (
        "mosaic",
        CutoutMosaic(
          title: "Sources of SDSS field 3918-3-213", cutouts: usual,
          frames: [("called a star", .orange), ("called a galaxy", .skyBlue)],
          notes: ["i, r, g as red, green, blue (Lupton et al. 2004). Each cutout is 25″ wide."])
      ),
      (
        "mosaic-nasty",
        CutoutMosaic(
          title: longTitle, cutouts: [broken, flat, zero],
          frames: [(longTitle, .vermilion)], notes: [longTitle + longTitle + longTitle])
      ),
      ("mosaic-none", CutoutMosaic(title: "None", cutouts: [])),
    ]
  }
}
