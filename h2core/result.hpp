#pragma once
// Result<T, E>: a value or an error, with the names of C++23's std::expected so that it can become
// one. Refusals of the core and parse errors of the layers above travel in it; exceptions never
// stand for a protocol result.

#include <utility>
#include <variant>

namespace h2 {

template <class T, class E>
class [[nodiscard]] Result {
  public:
    Result(T value) : state_{std::in_place_index<0>, std::move(value)} {}
    Result(E error) : state_{std::in_place_index<1>, std::move(error)} {}

    [[nodiscard]] bool has_value() const { return state_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    [[nodiscard]] const T& value() const& { return std::get<0>(state_); }
    [[nodiscard]] T& value() & { return std::get<0>(state_); }
    [[nodiscard]] T&& value() && { return std::get<0>(std::move(state_)); }
    [[nodiscard]] const E& error() const& { return std::get<1>(state_); }
    [[nodiscard]] E&& error() && { return std::get<1>(std::move(state_)); }

    const T& operator*() const& { return value(); }
    T& operator*() & { return value(); }
    const T* operator->() const { return &value(); }
    T* operator->() { return &value(); }

    bool operator==(const Result&) const = default;

  private:
    std::variant<T, E> state_;
};

}  // namespace h2
