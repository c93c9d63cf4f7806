#pragma once

// Part of every test (see binnacle_test). A condition is waited for as long as a starved machine
// may need to get there, instead of Qt's five seconds: a test that passes takes no longer for it,
// and one that fails does so for its own reasons.

#include <QTest>

// NOLINTBEGIN(cppcoreguidelines-macro-usage): Qt's own are macros
#undef QTRY_VERIFY
#undef QTRY_VERIFY2
#undef QTRY_COMPARE
#define QTRY_VERIFY(expr) QTRY_VERIFY_WITH_TIMEOUT((expr), 60'000)
#define QTRY_VERIFY2(expr, message) QTRY_VERIFY2_WITH_TIMEOUT((expr), (message), 60'000)
#define QTRY_COMPARE(expr, expected) QTRY_COMPARE_WITH_TIMEOUT((expr), (expected), 60'000)
// NOLINTEND(cppcoreguidelines-macro-usage)
