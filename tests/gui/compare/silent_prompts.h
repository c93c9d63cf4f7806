#pragma once

#include "widgets/common/prompts.h"

namespace binnacle::fixture {

// Says no to every question.
class SilentPrompts : public Prompts
{
public:
    void confirm(QWidget*, const Confirmation&, std::function<void()>) override {}
    void askText(QWidget*, const QString&, const QString&, const QString&,
                 std::function<void(QString)>) override
    {
    }
    void openFolder(QWidget*, const QString&, std::function<void(QString)>) override {}
    void openFile(QWidget*, const QString&, const QString&, std::function<void(QString)>) override
    {
    }
    void saveFile(QWidget*, const QString&, const QString&, const QString&,
                  std::function<void(QString)>) override
    {
    }
    void tell(QWidget*, const QString&, const QString&) override {}
};

} // namespace binnacle::fixture
