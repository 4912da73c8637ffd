#pragma once
// Known failures, for `check --expectations FILE`: a JSON array of
//   {"id": "races/x", "property": "no-deadlock", "reason": "issue 12"}
// where "property" may be left out: then the scenario as a whole may fail, pinned counts too. A
// failure that is listed is no failure (xfailed); what is listed and does not fail is one
// (xpassed), so that the list never outlives its reasons. Searches that are incomplete, invalid
// files and crashes are never excused.

#include <string>
#include <vector>

#include "tools/runs/check_results.hpp"
#include "tools/runs/selection.hpp"

namespace tools {

struct KnownFailure {
    std::string id;
    std::string property;  // empty: any
    std::string reason;
};

class Expectations {
  public:
    Expectations() = default;

    // Throws Failure (exit code 2) with all that is wrong: not JSON, another form, no reason, an
    // entry twice, an id that none of the files has, a property that its scenario does not check.
    Expectations(const std::string& file, const Selection& selection);

    // Sets xfailed or xpassed, the reason and complaints. Any thread may call it.
    void judge(CheckResult& result) const;

    [[nodiscard]] const std::string& text() const { return text_; }

  private:
    [[nodiscard]] std::vector<const KnownFailure*> about(const std::string& label) const;

    std::string file_;
    std::string text_;
    std::vector<KnownFailure> failures_;
};

}  // namespace tools
