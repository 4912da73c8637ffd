// Any file as octets of a connection: taken or refused with a reason, in every form; and the same
// octets as hex, however they begin.

#include <string>
#include <string_view>

#include "tests/fuzz/fuzz.hpp"
#include "tools/input/bare_hex.hpp"
#include "tools/input/octet_input.hpp"
#include "tools/wire/octet_text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using tools::InputForm;
    const std::string text{reinterpret_cast<const char*>(data), size};
    for (const InputForm form : {InputForm::automatic, InputForm::raw, InputForm::hex,
                                 InputForm::dump, InputForm::source, InputForm::base64}) {
        const auto input = tools::read_octets(text, "FILE", form, h2::Role::server);
        if (!input) {
            FUZZ_REQUIRE(input.error().code != sim::ErrorCode::none);
            FUZZ_REQUIRE(!input.error().message.empty());
            FUZZ_REQUIRE(sim::to_text(input.error()).find('\x1b') == std::string::npos);
            continue;
        }
        FUZZ_REQUIRE(!input->octets.empty());
        FUZZ_REQUIRE(form != InputForm::raw || input->octets == text);
    }
    const auto hex = tools::parse_bare_hex(tools::hex_lines(text), "FILE");
    FUZZ_REQUIRE(hex.has_value() && *hex == text);
    return 0;
}
