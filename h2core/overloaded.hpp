#pragma once
// Makes one visitor of several lambdas. Visitors of closed variants list every alternative and
// have no `auto` fallback, so that a new alternative does not compile until each one decides.

namespace h2 {

template <class... Fs>
struct overloaded : Fs... {
    using Fs::operator()...;
};
template <class... Fs>
overloaded(Fs...) -> overloaded<Fs...>;  // clang 14 needs the guide

}  // namespace h2
