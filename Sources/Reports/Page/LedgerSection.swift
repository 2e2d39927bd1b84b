/// Which step saw labels, as the evaluation states it.
package struct LedgerSection {
  package let evaluations: [(name: String, result: ReportedEvaluation)]
  private static let order = [
    "simulate", "ingest", "pretrain", "encode", "cluster", "classify", "evaluate",
  ]

  package init(_ evaluations: [(name: String, result: ReportedEvaluation)]) {
    self.evaluations = evaluations
  }

  package var html: String {
    evaluations.map { name, result in
      let ledger = result.labelLedger ?? [:]
      guard !ledger.isEmpty else { return "" }
      let steps = ledger.keys.sorted { one, two in
        (Self.order.firstIndex(of: one) ?? 5, one) < (Self.order.firstIndex(of: two) ?? 5, two)
      }
      return Markup.table(
        ["step", "labels it saw" + (evaluations.count > 1 ? " (\(Markup.escaped(name)))" : "")],
        steps.map { [Markup.escaped($0), Markup.escaped(ledger[$0] ?? "")] }, numbersFrom: 9)
    }.joined()
  }
}

extension ReportedEvaluation {
  /// Steps before the evaluation that saw labels: then the score is not label-free.
  package var ledgerBreaches: [String] {
    (labelLedger ?? [:])
      .filter { step, seen in
        !step.hasPrefix("evaluate") && !step.hasSuffix(", beside") && !seen.hasPrefix("none")
      }
      .sorted { $0.key < $1.key }
      .map { step, seen in
        step == "not traced"
          ? "whether labels led to this score cannot be told: \(seen)"
          : "the step \(step) saw labels (\(seen)): this score is not label-free"
      }
  }
}
