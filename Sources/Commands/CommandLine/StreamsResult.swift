internal import ArgumentParser
internal import Console

/// A command whose result is one file, which `--out -` sends to standard output instead.
protocol StreamsResult: ParsableCommand {}

extension Classify: StreamsResult {}
extension Cluster: StreamsResult {}
extension CompareMaps: StreamsResult {}
extension CompareModels: StreamsResult {}
extension CompareSkies: StreamsResult {}
extension DescribeCodes: StreamsResult {}
extension DescribeOutliers: StreamsResult {}
extension DescribeReconstructions: StreamsResult {}
extension Embed: StreamsResult {}
extension Encode: StreamsResult {}
extension Evaluate: StreamsResult {}
extension Export: StreamsResult {}
extension MakeReport: StreamsResult {}
extension Outliers: StreamsResult {}
extension Probe: StreamsResult {}
extension CompareScores: StreamsResult {}
extension Student: StreamsResult {}
extension TeachClassify: StreamsResult {}
extension TeachCorrect: StreamsResult {}
extension TeachWorth: StreamsResult {}

extension ResultFile {
  /// Refuses "-" for what is more than one file, or none that can be read as it comes.
  static func check(_ command: any ParsableCommand, of arguments: [String]) throws {
    guard isOutput(of: arguments), !(command is any StreamsResult) else { return }
    throw ValidationError(
      "--out is -: the result of this command cannot go to standard output; give it a name")
  }
}
