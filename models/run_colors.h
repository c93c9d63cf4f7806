#pragma once

#include "services/domain/identifiers.h"

#include <QHash>

namespace binnacle {

// A run keeps its series colour on every page: slots are given in the order of the first request.
// Used on the GUI thread; one object is shared by all pages.
class RunColors
{
public:
    int slot(RunRowId run); // 0, 1, 2, …: index for Theme::series()
    int known(RunRowId run) const { return slots_.value(raw(run), -1); } // -1: none given yet

private:
    QHash<qint64, int> slots_;
};

} // namespace binnacle
