#pragma once
// A file descriptor that is closed with its owner.

#include <utility>

#include <unistd.h>

namespace tools {

class OwnedDescriptor {
  public:
    explicit OwnedDescriptor(int descriptor = -1) : descriptor_{descriptor} {}
    OwnedDescriptor(OwnedDescriptor&& other) noexcept
        : descriptor_{std::exchange(other.descriptor_, -1)} {}
    OwnedDescriptor& operator=(OwnedDescriptor&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~OwnedDescriptor() {
        if (descriptor_ >= 0) {
            close(descriptor_);
        }
    }
    [[nodiscard]] int get() const { return descriptor_; }

  private:
    int descriptor_ = -1;
};

}  // namespace tools
