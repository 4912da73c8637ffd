#pragma once
// InlineVector<T, N>: a sequence that keeps its first N elements inside itself and moves to the
// heap only beyond them. It exists because the explorer copies connections millions of times a
// second: with at most N elements a copy is one short memcpy and touches no heap. Elements are
// trivially copyable; order is insertion order; equality compares elements, never spare room.
// Invariant: capacity() >= size(), and the heap is used exactly when capacity() > N.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <new>
#include <type_traits>
#include <utility>

namespace h2 {

template <class T, std::uint32_t N>
class InlineVector {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
    static_assert(N > 0 && alignof(T) <= alignof(std::max_align_t));

  public:
    using value_type = T;

    InlineVector() noexcept {}
    InlineVector(std::initializer_list<T> items) {
        for (const T& item : items) {
            push_back(item);
        }
    }
    InlineVector(const InlineVector& other) { assign(other); }
    InlineVector(InlineVector&& other) noexcept { steal(other); }
    InlineVector& operator=(const InlineVector& other) {
        if (this != &other) {
            assign(other);
        }
        return *this;
    }
    InlineVector& operator=(InlineVector&& other) noexcept {
        if (this != &other) {
            release();
            steal(other);
        }
        return *this;
    }
    ~InlineVector() { release(); }

    [[nodiscard]] std::uint32_t size() const { return size_; }
    [[nodiscard]] std::uint32_t capacity() const { return capacity_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }

    T* data() { return on_heap() ? heap_ : inline_data(); }
    const T* data() const { return on_heap() ? heap_ : inline_data(); }
    T* begin() { return data(); }
    T* end() { return data() + size_; }
    const T* begin() const { return data(); }
    const T* end() const { return data() + size_; }
    T& operator[](std::size_t index) { return data()[index]; }
    const T& operator[](std::size_t index) const { return data()[index]; }
    T& front() { return data()[0]; }
    const T& front() const { return data()[0]; }
    T& back() { return data()[size_ - 1]; }
    const T& back() const { return data()[size_ - 1]; }

    void push_back(const T& item) {
        const T copy = item;  // `item` may live inside this vector
        if (size_ == capacity_) {
            grow(capacity_ * 2);
        }
        data()[size_++] = copy;
    }
    // Made where it stays, from arguments that do not live inside this vector.
    template <class... Args>
    T& emplace_back(Args&&... args) {
        if (size_ == capacity_) {
            grow(capacity_ * 2);
        }
        return *new (data() + size_++) T(std::forward<Args>(args)...);
    }
    void pop_back() { --size_; }
    void clear() { size_ = 0; }

    // Inserts before `position` (0 … size()).
    void insert(std::size_t position, const T& item) {
        const T copy = item;
        push_back(copy);
        T* items = data();
        std::memmove(static_cast<void*>(items + position + 1), items + position,
                     (size_ - 1 - position) * sizeof(T));
        items[position] = copy;
    }
    // Removes the element at `position`; the order of the others stays.
    void erase(std::size_t position) {
        T* items = data();
        std::memmove(static_cast<void*>(items + position), items + position + 1,
                     (size_ - 1 - position) * sizeof(T));
        --size_;
    }
    // Elements beyond the old size are value-initialized.
    void resize(std::uint32_t size) {
        if (size > capacity_) {
            grow(size);
        }
        for (std::uint32_t i = size_; i < size; ++i) {
            data()[i] = T{};
        }
        size_ = size;
    }

    friend bool operator==(const InlineVector& a, const InlineVector& b) {
        if (a.size_ != b.size_) {
            return false;
        }
        for (std::uint32_t i = 0; i < a.size_; ++i) {
            if (!(a[i] == b[i])) {
                return false;
            }
        }
        return true;
    }

  private:
    [[nodiscard]] bool on_heap() const { return capacity_ > N; }
    T* inline_data() { return reinterpret_cast<T*>(room_); }
    const T* inline_data() const { return reinterpret_cast<const T*>(room_); }

    void grow(std::uint32_t capacity) {
        T* bigger = static_cast<T*>(::operator new(capacity * sizeof(T)));
        std::memcpy(static_cast<void*>(bigger), data(), size_ * sizeof(T));
        release();
        heap_ = bigger;
        capacity_ = capacity;
    }
    void assign(const InlineVector& other) {
        if (other.size_ > capacity_) {
            size_ = 0;
            grow(other.size_);
        }
        size_ = other.size_;
        if (size_ > 0) {  // most lists that are copied are empty
            std::memcpy(static_cast<void*>(data()), other.data(), size_ * sizeof(T));
        }
    }
    void steal(InlineVector& other) noexcept {
        size_ = other.size_;
        capacity_ = other.capacity_;
        if (other.on_heap()) {
            heap_ = other.heap_;
        } else {
            std::memcpy(room_, other.room_, size_ * sizeof(T));
        }
        other.size_ = 0;
        other.capacity_ = N;
    }
    void release() noexcept {
        if (on_heap()) {
            ::operator delete(heap_);
        }
        capacity_ = N;
    }

    std::uint32_t size_ = 0;
    std::uint32_t capacity_ = N;
    union {
        alignas(T) std::byte room_[N * sizeof(T)];
        T* heap_;
    };
};

}  // namespace h2
