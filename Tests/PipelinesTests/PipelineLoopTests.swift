import Console
import Pipelines
import Testing

@Suite struct PipelineLoopTests {
  private let paths = PathExpansion(data: "/data", here: "/pipelines")

  private func lines(_ yaml: String) throws -> [String] {
    try Pipeline(yaml: yaml, path: "x.yaml").steps
      .map { try $0.arguments(expanding: paths).joined(separator: " ") }
  }

  @Test func oneVariableTakesItsValuesInTurn() throws {
    let lines = try lines(
      """
      steps:
        - ingest: {inputs: $DATA/a.fits, out: cutouts}
        - for: {seed: [1, 2]}
          steps:
            - pretrain: {inputs: cutouts, seed: $seed, out: seed-$seed.safetensors}
            - encode: {inputs: [seed-$seed.safetensors, cutouts], out: seed-$seed.fits}
        - report: {inputs: .}
      """)
    #expect(
      lines == [
        "ingest /data/a.fits --out=cutouts",
        "pretrain cutouts --seed=1 --out=seed-1.safetensors",
        "encode seed-1.safetensors cutouts --out=seed-1.fits",
        "pretrain cutouts --seed=2 --out=seed-2.safetensors",
        "encode seed-2.safetensors cutouts --out=seed-2.fits",
        "report .",
      ])
  }

  @Test func severalVariablesChangeTogetherAndLongNamesAreNotCutShort() throws {
    let lines = try lines(
      """
      steps:
        - for: [{rate: 1, rates: a, on: true}, {rate: 2, rates: b, on: false}]
          steps:
            - plot $rates: {inputs: [$rates$rate.fits], list: [$rate, x$rates], resume: $on}
      """)
    #expect(
      lines == [
        "plot a a1.fits --list=1 --list=xa --resume", "plot b b2.fits --list=2 --list=xb",
      ])
  }

  @Test(arguments: [
    ("- {for: {a: [1]}}", "a loop in line 2 needs `for:` and `steps:`, nothing else"),
    ("- {for: {a: [1]}, steps: []}", "a loop in line 2 needs `for:` and `steps:`, nothing else"),
    (
      "- {for: {a: [1]}, steps: [x], more: 1}",
      "a loop in line 2 needs `for:` and `steps:`, nothing else"
    ),
    ("- {for: {a: 1}, steps: [x]}", explained),
    ("- {for: {a: []}, steps: [x]}", explained),
    ("- {for: {a: [1], b: [2]}, steps: [x]}", explained),
    ("- {for: [{a: 1}, {b: 2}], steps: [x]}", explained),
    ("- {for: [{a: 1}, {a: [2]}], steps: [x]}", explained),
    ("- {for: {DATA: [1]}, steps: [x]}", explained),
    ("- {for: {a b: [1]}, steps: [x]}", explained),
    ("- {for: 5, steps: [x]}", explained),
  ])
  func aBrokenLoopIsExplained(step: String, reason: String) {
    #expect(throws: CommandFailure("cannot read the pipeline x.yaml: \(reason)")) {
      try Pipeline(yaml: "steps:\n  \(step)", path: "x.yaml")
    }
  }

  private static let explained =
    "the `for` in line 2 must look like {seed: [1, 2]} or "
    + "[{rate: 1, epochs: 2}, {rate: 2, epochs: 1}], with names of letters"
}
