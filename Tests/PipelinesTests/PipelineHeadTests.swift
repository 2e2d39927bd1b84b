import Pipelines
import Testing

/// What a pipeline's first comment says is what a list of pipelines shows.
@Suite struct PipelineHeadTests {
  @Test(arguments: [
    ("# The main job on real sky: three fields.\n", "The main job on real sky"),
    ("# Digits, restored; then filters.\n", "Digits, restored"),
    ("# Codes beside components. On\n# real sky.\n", "Codes beside components"),
    ("# What it\n# does.\n#\n# Measured: no.\n", "What it does"),
    ("name: x\n", ""),
  ])
  func theFirstClauseSaysWhatItDoes(text: String, subject: String) {
    #expect(PipelineHead(yaml: text).subject == subject)
  }

  @Test(arguments: [
    ("# A.\n#\n# Measured in 1.5 minutes on 2 cores.\nname: x", "1.5 minutes"),
    ("# A.\n# Measured in 66 s on 2 cores", "66 s"),
    ("# A.\n# Measured in haste.\n", nil),
    ("# A.\nname: x\n# Measured in 2 minutes", nil),
  ])
  func theDurationIsTheOneMeasured(text: String, duration: String?) {
    #expect(PipelineHead(yaml: text).duration == duration)
  }

  @Test(arguments: [
    ("# A.\n# Measured in 66 s: AUC 0.9721.\n# In short: AUC 0.972\nname: x", "AUC 0.972"),
    ("# A.\n# Measured in 66 s: AUC 0.972, in short: good.\n", nil),
    ("# A.\nname: x\n# In short: AUC 0.972", nil),
  ])
  func theFigureIsTheOneInShort(text: String, figure: String?) {
    #expect(PipelineHead(yaml: text).figure == figure)
  }

  @Test func linesAreTheCommentWithoutItsSigns() {
    #expect(PipelineHead(yaml: "# A:\n#\n#   b\n#c\n\n# d").lines == ["A:", "", "  b", "c"])
  }
}
