#pragma once
// What is left of an unexpected verdict when the machine that found it is gone: its trace and the
// picture of it, for `check --traces-out DIR` and `check --html FILE`.

#include <string>
#include <vector>

#include "tools/runs/check_results.hpp"

namespace tools {

// Of each verdict that makes the scenario fail and that has a trace; nothing where all is as
// expected, or a known failure.
std::vector<Evidence> evidence_of(const CheckResult& result);

// Throws Failure (exit code 2) where the folder is something else, or could not be made.
void require_evidence_folder(const std::string& folder);

// Writes FOLDER/ID.PROPERTY.trace.json and .svg of all of them, and sets Evidence::file. Nothing is
// made where there is nothing to write. Throws Failure (exit code 2) for what cannot be written,
// and for a path that leads out of the folder.
void write_evidence(CheckResults& results, const std::string& folder);

}  // namespace tools
