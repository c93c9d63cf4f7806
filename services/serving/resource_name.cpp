#include "services/serving/resource_name.h"

#include <QCryptographicHash>

#include <cctype>

namespace binnacle {

std::string resourceName(const std::string& text)
{
    constexpr std::size_t most = 63;
    constexpr std::size_t digestLength = 8;
    std::string name;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        name += byte < 0x80 && std::isalnum(byte) ? static_cast<char>(std::tolower(byte)) : '-';
    }
    const bool plain = name == text && name.size() <= most && !name.empty() &&
                       name.front() != '-' && name.back() != '-';
    if (plain)
        return name;
    const auto digest =
        QCryptographicHash::hash(QByteArray::fromStdString(text), QCryptographicHash::Sha256)
            .toHex()
            .left(digestLength)
            .toStdString();
    name = name.substr(0, most - digestLength - 1);
    while (!name.empty() && name.front() == '-')
        name.erase(0, 1);
    while (!name.empty() && name.back() == '-')
        name.pop_back();
    return (name.empty() ? "m" : name) + "-" + digest;
}

} // namespace binnacle
