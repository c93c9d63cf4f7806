#pragma once

#include "services/domain/identifiers.h"

#include <QByteArray>
#include <QHash>

namespace binnacle {

// A run keeps its series colour on every page: slots are given in the order of the first request,
// unless a person chose one. Used on the GUI thread; one object is shared by all pages.
class RunColors
{
public:
    int slot(RunRowId run); // 0, 1, 2, …: index for Theme::series()
    int known(RunRowId run) const { return slots_.value(raw(run), -1); } // -1: none given yet

    void choose(RunRowId run, int slot);
    // What persons chose, as JSON: to be kept with the workspace. Choices made meanwhile win.
    QByteArray chosen() const;
    void restoreChosen(const QByteArray& json);

private:
    QHash<qint64, int> slots_;
    QHash<qint64, int> chosen_;
    int next_ = 0;
};

} // namespace binnacle
