import Charts

extension MadeUpFigures {
  static var dotRows: [(name: String, figure: any Figure)] {
    let usual = DotRows(
      title: "How much the scores depend on seeds and settings",
      rows: [
        .init(name: "seed", values: [0.9284, 0.9291, 0.9302, 0.9297, 0.9288]),
        .init(name: "learning rate", values: [0.9261, 0.9305]),
        .init(name: "random weights", values: [0.9012]),
      ], valueLabel: "AUC (all labels)", bandName: "range of seed")
    let nasty = DotRows(
      title: longTitle,
      rows: [
        .init(name: longTitle, values: [.nan, .infinity, 0.5]), .init(name: "", values: []),
        .init(name: "one", values: [0.5]),
      ], valueLabel: longTitle, bandName: longTitle)
    return [
      ("dot-rows", usual), ("dot-rows-nasty", nasty),
      ("dot-rows-none", DotRows(title: "", rows: [], valueLabel: "", bandName: "nothing")),
    ]
  }
}
