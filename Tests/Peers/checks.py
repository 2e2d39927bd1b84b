"""What the scripts beside this one check with: the program under test, and a list of what holds."""
import subprocess


class Checks:
    def __init__(self, program):
        self.program = program
        self.failures = 0

    def call(self, *words):
        subprocess.run([self.program, "--quiet", *words], check=True)

    def expect(self, what, holds):
        print("ok " if holds else "NO ", what)
        self.failures += not holds
