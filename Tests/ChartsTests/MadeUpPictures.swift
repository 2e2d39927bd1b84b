import Charts

extension MadeUpFigures {
  static var pictures: [(String, any Figure)] {
    var dice = Dice(seed: 8)
    func pictures(_ count: Int) -> [[Float]] {
      (0..<count).map { _ in (0..<64).map { _ in Float(dice.part()) } }
    }
    let classes = ["cat", "dog", "a class with a long name"]
    return [
      (
        "pictures",
        PictureGrid(
          title: "Restored by 32 code units",
          rows: [
            .init(heading: "original", pictures: pictures(9)),
            .init(heading: "restored", pictures: pictures(9), range: nil),
            .init(heading: "fewer", pictures: [[Float](repeating: .nan, count: 64)]),
          ], pictureSize: 8, notes: ["mean squared error 0.01"])
      ),
      (
        "pictures-blocks",
        PictureGrid(
          title: "What code units stand for",
          blocks: [
            .init(
              heading: "a block with a heading that is wider than its pictures",
              columnHeadings: ["made", "1"], rows: [.init(heading: "0", pictures: pictures(2))]),
            .init(
              heading: "filters",
              rows: PictureGrid.rows(
                of: pictures(7).map { Array($0.prefix(9)) }, columns: 3, range: -1...1,
                pictureSize: 3)),
          ], pictureSize: 8)
      ),
      ("pictures-none", PictureGrid(title: "None", rows: [], pictureSize: 4)),
      (
        "confusion",
        ConfusionChart(
          title: "90 of 100 right", names: classes,
          counts: [[30, 1, 0], [4, 25, 2], [0, 3, 35]])
      ),
      ("confusion-empty", ConfusionChart(title: "Nothing", names: ["a"], counts: [[0]])),
    ]
  }
}
