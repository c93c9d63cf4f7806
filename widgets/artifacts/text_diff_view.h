#pragma once

#include "services/artifacts/text_diff.h"

#include <QWidget>

#include <memory>

namespace binnacle {

class TextView;

// Two texts side by side, scrolled together: lines that are on one side only and the words that
// differ within a line are marked by colour. F7 and F8 go to the
// difference before and behind.
class TextDiffView : public QWidget
{
    Q_OBJECT
public:
    explicit TextDiffView(QWidget* parent = nullptr);
    void setDiff(std::shared_ptr<const TextDiff> diff);
    int differences() const { return static_cast<int>(places_.size()); }
    void goTo(int direction); // the next (1) or previous (-1) difference from the cursor

protected:
    void changeEvent(QEvent* event) override;

private:
    void mark();
    std::shared_ptr<const TextDiff> diff_;
    TextView *left_, *right_;
    std::vector<int> places_; // first rows of differences
    int current_ = -1;
};

} // namespace binnacle
