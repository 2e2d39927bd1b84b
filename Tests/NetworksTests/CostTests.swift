import Networks
import Testing

@Suite struct CostTests {
  /// By hand, in multiply-adds: 32·32·32·45 + 16·16·64·288 + 8·8·128·576 + 8192·30 each way, the
  /// decoder's convolutions costing what the encoder's do.
  @Test func theSurveyNetworkCostsWhatItsLayersDo() {
    let encoder = 1_474_560 + 4_718_592 + 4_718_592 + 245_760
    #expect(Architecture.aep().forwardMultiplyAdds == 2 * encoder)
    #expect(Architecture.aep().trainingMultiplyAdds == 6 * encoder - 1_474_560)
  }
}
