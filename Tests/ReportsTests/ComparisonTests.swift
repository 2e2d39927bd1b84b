import Reports
import Testing

/// Autoencoders in one table, worked by hand.
@Suite struct ComparisonTests {
  private func row(
    _ model: String, error: Double, units: Int = 4, accuracy: Double? = nil, auc: Double? = nil,
    isLinear: Bool = false
  ) -> ComparedModel {
    var row = ComparedModel(
      model: model, variant: isLinear ? "principal components" : "naive", units: units,
      weights: 100, error: error, codes: CodeStatistics([1, 2, 3, 4], units: 2),
      isLinear: isLinear)
    (row.accuracy, row.auc) = (accuracy, auc)
    return row
  }

  @Test func codesHaveTheMomentsOfAllTheirNumbers() {
    // Unit 0 is ±2 and unit 1 is ±0.1, less than a tenth of it... of all numbers half are large.
    let codes = CodeStatistics([2, 0.1, -2, -0.1, 2, 0.1, -2, -0.1], units: 2)
    #expect(abs(codes.mean) < 1e-9)
    #expect(abs(codes.sd - (2.005 as Double).squareRoot()) < 1e-6)
    #expect(abs((codes.skewness ?? 1)) < 1e-9)
    // m₄/m₂² − 3 with m₄ = (16 + 0.0001)/2.
    #expect(abs((codes.kurtosis ?? 0) - (8.00005 / (2.005 * 2.005) - 3)) < 1e-5)
    #expect(codes.activeUnits == 0.5 && codes.activeNumbers == 0.5)
    let still = CodeStatistics([1, 1, 1, 1], units: 2)
    #expect(still.skewness == nil && still.kurtosis == nil && still.sd == 0)
    #expect(still.activeUnits == 0 && still.activeNumbers == 1)
  }

  @Test func seedsAreAveragedWithTheirSpread() {
    let whole = ComparedModel(averaging: [
      row("naive-1", error: 0.25, auc: 0.5), row("naive-2", error: 0.75, auc: 1),
    ])
    #expect(whole.model == "naive" && whole.seeds == 2)
    #expect(whole.error == 0.5 && whole.auc == 0.75 && whole.accuracy == nil)
    #expect(abs((whole.errorSpread ?? 0) - (0.125 as Double).squareRoot()) < 1e-12)
    #expect(abs((whole.aucSpread ?? 0) - (0.125 as Double).squareRoot()) < 1e-12)
    let one = row("naive-1", error: 0.25, accuracy: 0.5)
    #expect(ComparedModel(averaging: [one]) == one)
  }

  @Test func aNameStaysAText() {
    let csv = ComparisonTable([row("=cmd|x", error: 0.25)]).csv
    #expect(csv.split(separator: "\n").last?.hasPrefix("'=cmd|x,") == true, "\(csv)")
  }

  @Test func theTableIsReadByPeopleAndPrograms() {
    var judged = row("naive", error: 0.0125, accuracy: 0.8)
    (judged.accuracySpread, judged.labels) = (0.01, 200)
    let table = ComparisonTable([judged, row("pca, 4", error: 0.02, isLinear: true)])
    #expect(
      table.lines == [
        "model   variant               units    error       accuracy  code mean    sd  skewness  "
          + "kurtosis  active units  numbers",
        "naive   naive                     4  0.01250  0.800 ± 0.010        2.5  1.12      0.00     "
          + "-1.36         100 %    100 %",
        "pca, 4  principal components      4  0.02000                       2.5  1.12      0.00     "
          + "-1.36         100 %    100 %",
      ])
    #expect(
      table.csv == """
        model,variant,units,weights,seeds,error,error_sd,accuracy,accuracy_sd,labels,auc,auc_sd,\
        code_mean,code_sd,code_skewness,code_kurtosis,active_units,active_numbers
        naive,naive,4,100,1,0.0125,,0.8,0.01,200,,,2.5,1.11803,0,-1.36,1,1
        "pca, 4",principal components,4,100,1,0.02,,,,,,,2.5,1.11803,0,-1.36,1,1

        """)
  }

  @Test func whoLosesToComponentsIsNamed() {
    func sentences(_ errors: [Double]) -> [String] {
      ComparisonTable(
        [row("pca", error: 0.02, isLinear: true)]
          + errors.enumerated().map { row("m\($0)", error: $1) }
          + [row("other", error: 9, units: 8)]
      ).againstComponents
    }
    #expect(sentences([]) == [])
    #expect(sentences([0.01]) == ["m0 rebuilds better than 4 principal components (0.02000)"])
    #expect(
      sentences([0.01, 0.019])
        == ["all 2 autoencoders of 4 units rebuild better than 4 principal components (0.02000)"])
    #expect(
      sentences([0.01, 0.02, 0.03])
        == [
          "2 of 3 autoencoders of 4 units rebuild no better than 4 principal components (0.02000): "
            + "m1 (0.02000), m2 (0.03000)"
        ])
  }
}
