/// What point sources and small galaxies look like around one place of a field, band by band.
struct LocalShapes: Sendable {
  let templates: [ShapeTemplates]

  init(_ spreads: [FieldPointSpread], _ galaxies: ExponentialDisks) {
    templates = spreads.map { ShapeTemplates($0, galaxies) }
  }
}

/// What point sources and small galaxies look like in one field.
struct FieldShapes: Sendable {
  let spreads: [VaryingPointSpread]
  /// Cell by cell of the field where sources lie; number 0 alone where nothing varies.
  private let cells: [Int: LocalShapes]
  private let grid: PlaceGrid?

  /// - Parameter places: of the field's sources.
  init(_ spreads: [VaryingPointSpread], _ galaxies: ExponentialDisks, places: [SIMD2<Double>]) {
    self.spreads = spreads
    guard spreads.contains(where: \.varies), let grid = PlaceGrid(over: places) else {
      (cells, grid) = ([0: LocalShapes(spreads.map(\.mean), galaxies)], nil)
      return
    }
    self.grid = grid
    var cells: [Int: LocalShapes] = [:]
    for cell in Set(places.map(grid.cell(of:))).sorted() {
      let middle = grid.middle(of: cell)
      cells[cell] = LocalShapes(spreads.map { $0.at(middle) }, galaxies)
    }
    self.cells = cells
  }

  /// The shapes around a place of one of the field's sources.
  func at(_ place: SIMD2<Double>) -> LocalShapes {
    guard let shapes = cells[grid?.cell(of: place) ?? 0] else {
      preconditionFailure("every cell with a source has shapes")
    }
    return shapes
  }

  /// The compactness ratio of a Gaussian source of the point spread's width, for fields without
  /// bright stars: (s² + n²)/s² of narrow over wide, with windows in units of the width.
  static var expectedRatio: Double {
    let (s, narrow, wide) = (1 / 2.3548, 1.4 / 3.3, 2.0 / 3.3)
    func light(_ window: Double) -> Double { window * window / (window * window + s * s) }
    return light(narrow) / light(wide)
  }
}
