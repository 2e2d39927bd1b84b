import Charts
import Testing

/// What a reader sees in a figure: by its pixels, or by what legend and notes say.
@Suite struct FigureContentTests {
  /// Columns and rows in which pixels of exactly this colour lie, above the legend.
  private static func place(
    of colour: (UInt8, UInt8, UInt8), in figure: some Figure, above part: Double
  ) throws -> (columns: ClosedRange<Int>, rows: ClosedRange<Int>) {
    let picture = try figure.picture()
    var (columns, rows): ([Int], [Int]) = ([], [])
    for row in 0..<Int(part * Double(picture.height)) {
      for column in 0..<picture.width {
        let start = 3 * (row * picture.width + column)
        let bytes = picture.bytes[start..<start + 3]
        if Array(bytes) == [colour.0, colour.1, colour.2] {
          columns.append(column)
          rows.append(row)
        }
      }
    }
    let left = try #require(columns.min()), right = try #require(columns.max())
    let top = try #require(rows.min()), bottom = try #require(rows.max())
    return (left...right, top...bottom)
  }

  /// A score that is drawn to the right of another would seem better where areas fall with magnitude.
  @Test func everyScoreStandsAtTheMiddleOfItsBin() throws {
    func score(_ name: String, _ auc: Double, _ isOurs: Bool) -> MagnitudeChart.Score {
      .init(
        name: name,
        bins: [.init(low: 20, high: 22, auc: auc, interval: isOurs ? 0.6...0.8 : nil)],
        isOurs: isOurs)
    }
    let chart = MagnitudeChart(
      title: "",
      scores: [score("ours", 0.7, true), score("second", 0.9, false), score("third", 0.8, false)],
      counts: [.init(low: 20, high: 22, stars: 5, galaxies: 5)])
    let colours: [(UInt8, UInt8, UInt8)] = [
      (0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00), (0x00, 0x9E, 0x73),
    ]
    let middles = try colours.map { colour -> Int in
      let found = try Self.place(of: colour, in: chart, above: 0.6).columns
      return found.lowerBound + found.upperBound
    }
    for middle in middles { #expect(abs(middle - middles[0]) <= 2) }
    #expect(chart.words.last == "Bars are 95 % intervals, of ours only.")
  }

  @Test func noScoreLooksLikeOurs() {
    let styles = LineStyle.scores(
      areOurs: [true] + [Bool](repeating: false, count: 11), thick: 3, thin: 1)
    #expect(styles[0].colour == .blue)
    for style in styles.dropFirst() {
      // Away from blue on the circle of hues; greys have no place there.
      #expect(Self.hue(style.colour).map { abs($0 - 201) > 30 } ?? true)
    }
    #expect(Self.hue(.blue).map { abs($0 - 201) < 2 } == true)
    #expect(Self.hue(.skyBlue).map { abs($0 - 201) < 3 } == true)
    for (index, style) in styles.enumerated() {
      #expect(!styles.dropFirst(index + 1).contains(style))
    }
  }

  /// In degrees; nil for a grey.
  private static func hue(_ colour: Colour) -> Double? {
    let parts = [colour.red, colour.green, colour.blue]
    let (high, low) = (parts.max() ?? 0, parts.min() ?? 0)
    guard high - low > 0.05 else { return nil }
    let span = high - low
    let turn =
      colour.red == high
      ? (colour.green - colour.blue) / span
      : colour.green == high
        ? 2 + (colour.blue - colour.red) / span : 4 + (colour.red - colour.green) / span
    return (60 * turn + 360).truncatingRemainder(dividingBy: 360)
  }

  /// The tallest bar reaches nearly to the top, whatever is written about it.
  @Test func theCountAxisFollowsTheData() throws {
    let values = (0..<1000).map { Float($0 % 10) }
    for scale in [Axis.Scale.linear, .logarithmic] {
      let panels = HistogramPanels(
        title: "",
        rows: [.init(heading: "", panels: [.init(title: "", xLabel: "x", values: values)])],
        countScale: scale)
      let bars = try Self.place(of: (0x56, 0xB4, 0xE9), in: panels, above: 1).rows
      let height = bars.upperBound - bars.lowerBound
      // What is above the bars belongs to the edge, the heading and six or so parts of a hundred of the axis.
      #expect(bars.lowerBound < 14 + 26 + 18 + 8 + height / 10)
    }
  }

  /// Panels of one part share their axis: a tenth as many values are bars a tenth as tall.
  @Test func panelsOfAPartCompare() throws {
    func panel(_ count: Int) -> HistogramPanels.Panel {
      .init(title: "", xLabel: "x", values: (0..<count).map { Float($0 % 10) }, range: 0...9)
    }
    let both = HistogramPanels(
      title: "",
      rows: [.init(heading: "", panels: [panel(100)]), .init(heading: "", panels: [panel(1000)])])
    let picture = try both.picture()
    func tallest(_ rows: Range<Int>) -> Int {
      (0..<picture.width).map { column in
        rows.count { row in
          let start = 3 * (row * picture.width + column)
          return Array(picture.bytes[start..<start + 3]) == [0x56, 0xB4, 0xE9]
        }
      }.max() ?? 0
    }
    let half = 26 + 312
    let (small, large) = (tallest(0..<half), tallest(half..<picture.height))
    #expect(small > 0 && large > 6 * small && large < 16 * small)
  }

  @Test func onlyWhatIsDrawnIsCounted() {
    var chart = ScatterChart(
      title: "",
      groups: [
        .init(name: "stars", x: [1, 2, .nan, 90], y: [1, 2, 3, 4]),
        .init(name: "galaxies", x: [1, 2], y: [-5, 3]),
      ], xLabel: "x", yLabel: "y", xRange: 0...10, yScale: .logarithmic)
    chart.notes = ["first"]
    #expect(
      chart.words == [
        "stars (2)", "galaxies (1)", "first",
        "Not drawn and not counted, outside the frame: 2; without a value: 1.",
      ])
  }

  @Test func theStrictRateIsCalledAsTheAxisIs() {
    let chart = ROCChart(
      title: "",
      curves: [
        .init(name: "ours", points: [(0, 0), (0.001, 0.5), (1, 1)], auc: 0.75, isOurs: true)
      ], markedRate: 0.005, falsePositiveLabel: "galaxies called stars")
    #expect(chart.words.last == "galaxies called stars: 0.005")
  }

  @Test func differencesAreWhiteAtZero() {
    #expect(ColourScale.diverging(0) == 0xFFFFFF)
    #expect(ColourScale.diverging(1) == 0xB2182B && ColourScale.diverging(7) == 0xB2182B)
    #expect(ColourScale.diverging(-1) == 0x2166AC && ColourScale.diverging(.nan) == 0xFFFFFF)
  }

  /// The same planes in grey and as a residual: what is positive is red there.
  @Test func residualsAreRedAndBlue() throws {
    var plane = [Float](repeating: 0, count: 64)
    plane[0] = 1
    plane[63] = -1
    let panels = StripPanels(
      title: "",
      rows: [
        .init(
          name: "",
          strips: [
            .init(heading: "", planes: [plane]),
            .init(heading: "", planes: [plane], isResidual: true),
          ])
      ], planeNames: [""], side: 8, tile: 64)
    let red = try Self.place(of: (0xB2, 0x18, 0x2B), in: panels, above: 1)
    let blue = try Self.place(of: (0x21, 0x66, 0xAC), in: panels, above: 1)
    // The first pixel is the lower left one.
    #expect(red.rows.lowerBound > blue.rows.upperBound)
    #expect(red.columns.upperBound < blue.columns.lowerBound)
  }
}
