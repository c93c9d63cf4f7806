#pragma once

#include "services/domain/result.h"

#include <cstdio>
#include <cstdlib>
#include <type_traits>
#include <utility>

namespace binnacle::bench {

// What was got, or the end of the program with the error in words.
template <class T>
T orExit(Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s %s\n", qUtf8Printable(result.error().message),
                     qUtf8Printable(result.error().detail));
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

} // namespace binnacle::bench
