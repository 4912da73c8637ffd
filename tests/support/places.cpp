#include "tests/support/places.hpp"

std::string source_root() {
    return H2SIM_SOURCE_ROOT;
}

std::string h2sim_program() {
    return H2SIM_EXECUTABLE;
}
