// Each thread takes the next scenario by an atomic counter and alone writes its result. With
// fail_fast nobody takes another one after a failure, and what comes after the first failure in
// order is set to skipped at the end.

#include "tools/runs/check_runner.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include <fmt/format.h>

#include "tools/system/internal_error.hpp"
#include "tools/system/interrupt.hpp"
#include "tools/system/wording.hpp"
#include "tools/terminal/terminal.hpp"

namespace tools {
namespace {

CheckStatus status_of(const Run& run) {
    if (run.interrupted()) {
        return CheckStatus::skipped;
    }
    switch (run.outcome.status) {
        case sim::RunStatus::as_expected: return CheckStatus::passed;
        case sim::RunStatus::incomplete: return CheckStatus::incomplete;
        case sim::RunStatus::unexpected: return CheckStatus::failed;
    }
    return CheckStatus::crashed;
}

class Checker {
  public:
    Checker(const Selection& selection, const CheckSettings& settings)
        : settings_{settings},
          results_(selection.scenarios.size()),
          limits_{settings.limits},
          line_{settings.quiet} {
        for (std::size_t i = 0; i < results_.size(); ++i) {
            results_[i].scenario = &selection.scenarios[i];
        }
        jobs_ = static_cast<unsigned>(
            std::min<std::size_t>(settings.jobs, std::max<std::size_t>(1, results_.size())));
        limits_.memory_share = share_of_memory(jobs_);
    }

    CheckResults run_all() {
        std::vector<std::thread> threads;
        for (unsigned i = 1; i < jobs_; ++i) {
            threads.emplace_back([this] { work(); });
        }
        work();
        for (std::thread& thread : threads) {
            thread.join();
        }
        if (settings_.fail_fast) {
            skip_after_failure();
        }
        return std::move(results_);
    }

  private:
    // Takes the next scenario until there is none. Those before a failure have all been taken when
    // it is noticed, so they are finished in any case.
    void work() {
        while (interrupted_by() == 0 && !(settings_.fail_fast && failed_)) {
            const std::size_t index = next_++;
            if (index >= results_.size()) {
                return;
            }
            check(results_[index]);
            failed_ = failed_ || counts_as_failed(results_[index].status);
            ++done_;
        }
    }

    void check(CheckResult& result) {
        const sim::ScenarioResult& parsed = result.scenario->parsed;
        if (!result.scenario->crash.empty()) {
            result = CheckResult::crashed(result.scenario, result.scenario->crash);
            return;
        }
        if (!parsed) {
            result.status = CheckStatus::invalid;
            return;
        }
        try {
            result.run = settings_.explore(
                *parsed, limits_, [&](const sim::Progress& progress) { show(result, progress); });
            result.status = status_of(*result.run);
            if (settings_.judge) {
                settings_.judge(result);
            }
            if (result.status == CheckStatus::skipped) {
                result.run.reset();
            }
        } catch (...) {
            result = CheckResult::crashed(result.scenario, current_internal_error());
        }
    }

    void show(const CheckResult& result, const sim::Progress& progress) {
        if (line_.due()) {
            const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin_;
            line_.show(fmt::format("{} of {} done; {}: {}", done_.load(), results_.size(),
                                   result.scenario->label(),
                                   progress_text(progress, elapsed.count())));
        }
    }

    void skip_after_failure() {
        const auto failure =
            std::find_if(results_.begin(), results_.end(),
                         [](const CheckResult& result) { return counts_as_failed(result.status); });
        for (auto rest = failure; rest != results_.end(); ++rest) {
            if (rest != failure) {
                *rest = CheckResult::skipped(rest->scenario);
            }
        }
    }

    const CheckSettings settings_;
    CheckResults results_;
    Limits limits_;
    unsigned jobs_ = 1;
    std::atomic<std::size_t> next_{0};
    std::atomic<std::size_t> done_{0};
    std::atomic<bool> failed_{false};
    ProgressLine line_;
    const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace

CheckResults check_all(const Selection& selection, const CheckSettings& settings) {
    return Checker{selection, settings}.run_all();
}

}  // namespace tools
