#include "services/backends/tensorboard/record_file.h"

#include "services/backends/tensorboard/crc32c.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace binnacle::tfevents {

namespace {

constexpr std::uint64_t headSize = 12;
constexpr std::uint64_t footSize = 4;
constexpr std::uint64_t chunkSize = 1 << 20;

std::uint32_t u32At(const char* at)
{
    std::uint32_t value = 0;
    std::memcpy(&value, at, sizeof value);
    return value;
}

std::uint64_t u64At(const char* at)
{
    std::uint64_t value = 0;
    std::memcpy(&value, at, sizeof value);
    return value;
}

} // namespace

RecordFile::RecordFile(const std::filesystem::path& path, std::uint64_t from)
    : RecordFile(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK))
{
    position_ = offset_ = readFrom_ = from;
}

RecordFile::RecordFile(int descriptor) : descriptor_(descriptor)
{
    struct stat about = {};
    if (descriptor_ < 0 || ::fstat(descriptor_, &about) != 0)
        error_ = errno;
    else if (!S_ISREG(about.st_mode)) // a pipe would block, a folder has no records
        error_ = EINVAL;
    if (error_ != 0)
        finish(End::Unreadable);
}

RecordFile::~RecordFile()
{
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

bool RecordFile::finish(End end)
{
    end_ = end;
    ended_ = true;
    data_ = {};
    return false;
}

// Sees to it that `bytes` bytes from position_ on are in the buffer.
RecordFile::Fill RecordFile::need(std::uint64_t bytes)
{
    if (available() >= bytes)
        return Fill::Enough;
    if (taken_ > 0) {
        std::memmove(buffer_.data(), buffer_.data() + taken_, available());
        filled_ -= taken_;
        taken_ = 0;
    }
    while (filled_ < bytes) {
        // Grown by what the file has given, not by what a length promises.
        if (buffer_.size() - filled_ < chunkSize)
            buffer_.resize(std::max<std::uint64_t>(filled_ + chunkSize, buffer_.size()));
        const auto got = ::pread(descriptor_, buffer_.data() + filled_, chunkSize,
                                 static_cast<off_t>(readFrom_));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            error_ = errno;
            return Fill::Error;
        }
        if (got == 0)
            return Fill::Short;
        filled_ += static_cast<std::uint64_t>(got);
        readFrom_ += static_cast<std::uint64_t>(got);
    }
    return Fill::Enough;
}

bool RecordFile::skipHuge(std::uint64_t length)
{
    struct stat about = {};
    const bool known = ::fstat(descriptor_, &about) == 0;
    const auto size = known ? static_cast<std::uint64_t>(about.st_size) : 0;
    if (size < position_ || size - position_ < headSize + footSize ||
        length > size - position_ - headSize - footSize)
        return false;
    if (skipped_++ == 0)
        firstSkipped_ = position_;
    position_ += headSize + length + footSize;
    readFrom_ = position_;
    taken_ = filled_ = 0;
    return true;
}

bool RecordFile::next()
{
    while (!ended_) {
        if (const auto head = need(headSize); head != Fill::Enough)
            return finish(head == Fill::Error ? End::Unreadable
                          : available() == 0  ? End::Whole
                                              : End::Cut);
        const char* at = buffer_.data() + taken_;
        const auto length = u64At(at);
        if (masked(crc32c({at, 8})) != u32At(at + 8))
            return finish(End::BadLength);
        if (length > maximumData) {
            if (!skipHuge(length))
                return finish(End::Cut);
            continue;
        }
        const auto whole = headSize + length + footSize;
        if (const auto rest = need(whole); rest != Fill::Enough)
            return finish(rest == Fill::Error ? End::Unreadable : End::Cut);
        at = buffer_.data() + taken_; // the buffer may have moved
        offset_ = position_;
        position_ += whole;
        taken_ += whole;
        data_ = {at + headSize, static_cast<std::size_t>(length)};
        if (masked(crc32c(data_)) == u32At(at + headSize + length))
            return true;
        if (skipped_++ == 0)
            firstSkipped_ = offset_;
    }
    return false;
}

} // namespace binnacle::tfevents
