#pragma once

#include "services/domain/result.h"

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::cli {

// The standard output, buffered: large answers stream through without being held.
class Output
{
public:
    explicit Output(std::FILE* file) : file_(file) {}
    ~Output() { (void)flush(); }
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    void write(std::string_view text);
    void line(std::string_view text);
    // Error Storage where something could not be written (a full disk, a closed pipe).
    Result<void> flush();

private:
    std::FILE* file_;
    std::string buffer_;
    bool broken_ = false;
};

// Writes JSON as it goes. Names and values are UTF-8; NaN and the infinities become the strings
// "NaN", "Infinity" and "-Infinity". Elements of the outermost array stand on a line each.
class JsonWriter
{
public:
    explicit JsonWriter(Output& out) : out_(out) {}

    void beginObject() { begin('{'); }
    void endObject() { end('}'); }
    void beginArray() { begin('['); }
    void endArray() { end(']'); }
    void key(std::string_view name);

    void text(std::string_view value);
    void number(double value);
    void integer(std::int64_t value);
    void boolean(bool value);
    void null();

    void field(std::string_view name, std::string_view value) { key(name), text(value); }
    void field(std::string_view name, const std::string& value) { key(name), text(value); }
    void field(std::string_view name, const char* value) { key(name), text(value); }
    void field(std::string_view name, std::int64_t value) { key(name), integer(value); }
    void field(std::string_view name, double value) { key(name), number(value); }
    void field(std::string_view name, bool value) { key(name), boolean(value); }
    void field(std::string_view name, const std::optional<std::int64_t>& value);
    void field(std::string_view name, const std::optional<std::string>& value);

private:
    void begin(char bracket);
    void end(char bracket);
    void separate();

    Output& out_;
    std::vector<bool> hasElements_; // one for each open bracket
    bool afterKey_ = false;
};

// The shortest text that reads back as the same number; "NaN", "Infinity", "-Infinity".
std::string exactNumber(double value);

} // namespace binnacle::cli
