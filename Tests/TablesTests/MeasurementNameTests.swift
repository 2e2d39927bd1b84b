import FITS
import Tables
import Testing

@Suite struct MeasurementNameTests {
  private func names(_ bands: [String]) -> [String] {
    let columns =
      bands.map { SourceColumn.magnitude(in: $0).column(.float([20])) }
      + [
        SourceColumn.stackMagnitude.column(.double([20])),
        SourceColumn.templates.column(.double([1])),
      ]
    return Measurement.baselines(of: SourceTable(table: Table(columns), path: "scores.fits")).map(
      \.name)
  }

  @Test func theTemplateFitIsCalledByTheBandsOfItsSet() {
    #expect(names(["u", "g", "r", "i", "z"]) == ["template chi2 (ugriz)"])
    #expect(names(["g", "r"]) == ["template chi2 (gr)"])
    #expect(names(["F150W", "F200W"]) == ["template chi2 (F150W,F200W)"])
    #expect(names([]) == ["template chi2 (ugriz)"])
  }

  @Test func itIsKnownByEveryOfTheseNames() {
    #expect(Measurement.shortName(of: "template chi2 (gr)") == "chi2")
    #expect(
      Measurement.baselines(called: ["template chi2 (gr)", "concentration (r)"]).map(\.name)
        == ["concentration (r)", "template chi2 (gr)"])
    #expect(
      Measurement.baselines(called: ["concentration (r)"]).map(\.name) == ["concentration (r)"])
  }
}
