#pragma once
// A JSON document put together from several texts (scenario, profile, --set) that still knows for
// each value which of them it comes from, so that an error in a merged document points at the line
// somebody has to change.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "sim/text/input_error.hpp"
#include "sim/text/located_json.hpp"

namespace sim {

struct SourceText {
    std::string file;
    std::string text;
    bool has_lines = true;  // false: one argument of a command line
};

struct Origin {
    std::shared_ptr<const SourceText> source;
    Places places;
};

class Document {
  public:
    // The part of the text below `pointer`, which must exist. Pointers given to this class are
    // relative to that part; those in its errors are those of the text.
    explicit Document(const LocatedJson& located, std::string_view pointer = "");

    const nlohmann::json& value() const { return value_; }

    // Null if there is no such value.
    const nlohmann::json* find(const std::string& pointer) const;

    // Replaces or adds a value, written at `origin`. Whatever contains it must exist.
    void put(const std::string& pointer, nlohmann::json value, const Origin& origin);

    // The same with a value of another document, each part with the origin it has there.
    void graft(const std::string& pointer, const Document& from, const std::string& from_pointer);

    // Puts a value that follows from the one at `from`, and has its origin.
    void derive(const std::string& pointer, nlohmann::json value, const std::string& from);

    // Says where a value that is there was written.
    void note(const std::string& pointer, const Origin& origin) { origins_[pointer] = origin; }

    // Whether the value was written in the document's own text or by --set, not in a profile.
    bool is_own(const std::string& pointer) const;

    // The same, and somebody means it for this world: it is neither part of a record (a trace, the
    // values of a profile that have been merged in) nor of a profile.
    bool is_asked_for(const std::string& pointer) const;

    // The value was written by --set.
    bool is_set(const std::string& pointer) const;

    // Removes a member of an object; nothing happens if there is none.
    void erase(const std::string& pointer);

    // An error at the key or value, or at the nearest thing around it that was written somewhere;
    // without code and message.
    InputError error_at(const std::string& pointer, At at) const;

  private:
    void forget(const std::string& pointer);

    std::shared_ptr<const SourceText> own_;
    std::string prefix_;
    nlohmann::json value_;
    bool recorded_ = false;  // part of a trace, or resolved before
    std::map<std::string, Origin> origins_;
};

}  // namespace sim
