package import Files
internal import Synchronization

extension Terminal {
  /// What is not as it should be about files that are read all the same, each once however often they
  /// are read.
  package func note(_ remarks: [FileRemark]) {
    for remark in remarks where Self.noted.withLock({ $0.insert(remark).inserted }) {
      note("warning: \(VisibleText.plain("\(remark)"))")
    }
  }

  private static let noted = Mutex<Set<FileRemark>>([])
}
