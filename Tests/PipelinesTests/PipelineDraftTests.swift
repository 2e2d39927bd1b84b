import Pipelines
import Testing

@Suite struct PipelineDraftTests {
  private func step(_ title: String, _ inputs: [String], _ options: [(String, PipelineStep.Value)])
    -> PipelineStep
  {
    PipelineStep(
      title: title, inputs: inputs, options: options.map { .init(name: $0.0, value: $0.1) })
  }

  @Test func itIsAPipelineWithAWordOnEveryStep() throws {
    let draft = PipelineDraft(
      name: "first", head: ["A first run.", "", "    galaxy-aep run first.yaml"],
      parts: [
        .init(
          ["Cuts every source out.", "In two bands."],
          [
            step(
              "ingest", ["$HERE/frames"],
              [("bands", .text("g,r")), ("size", .text("64")), ("replace", .flag(true))])
          ]),
        .init(["All of it on one page."], [step("report", ["."], []), step("simulate", [], [])]),
      ])
    #expect(
      draft.yaml == """
        # A first run.
        #
        #     galaxy-aep run first.yaml
        name: first
        steps:
          # Cuts every source out.
          # In two bands.
          - ingest: {inputs: $HERE/frames, bands: "g,r", size: 64, replace: true}
          # All of it on one page.
          - report: {inputs: .}
          - simulate

        """)
  }

  @Test func remarksAreBrokenBetweenWords() {
    let words = Array(repeating: "word", count: 30).joined(separator: " ")
    let draft = PipelineDraft(name: "x", head: [words, "a\nb"], parts: [])
    let line = "# " + Array(repeating: "word", count: 23).joined(separator: " ")
    let rest = "# " + Array(repeating: "word", count: 7).joined(separator: " ")
    #expect(draft.yaml == "\(line)\n\(rest)\n# a b\nname: x\nsteps:\n")
  }

  @Test(arguments: [
    "plain.fits", "$HERE/a b/c", "-12.5", "*.fits", "a,b", "{x}", "[1]", "it's", "say \"so\"",
    "back\\slash",
    "co: lon", "#hash", "Ünïcode–″", "tab\there", "new\nline", "null", "~", "1e3", "", " ", "a # b",
    "@x", "&a", "!t",
    "bell\u{7}", "100%",
  ])
  func whatIsWrittenIsReadBack(text: String) throws {
    let steps = [
      step(
        "plot roc", [text, "other"],
        [
          ("one", .text(text)), ("many", .list([text, text])), ("on", .flag(true)),
          ("off", .flag(false)),
        ]),
      step("ingest", [text], []),
    ]
    let yaml = PipelineDraft(name: "x", head: [text], parts: [.init([text], steps)]).yaml
    #expect(
      try Pipeline(yaml: yaml, path: "x.yaml") == Pipeline(name: "x", steps: steps), "\(yaml)")
  }
}
