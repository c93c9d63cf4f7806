#pragma once

#include <QAbstractButton>

namespace binnacle {

// The head of a section of cards: its title and how many it holds; a click folds it.
class CardSectionHead : public QAbstractButton
{
    Q_OBJECT
public:
    explicit CardSectionHead(QWidget* parent = nullptr);

    void show(const QString& title, std::size_t cards, bool collapsed);
    using QWidget::show;
    static constexpr int height = 32; // pixels

signals:
    void menuRequested(const QPoint& globalPosition);

protected:
    void paintEvent(QPaintEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    QString count_;
    bool collapsed_ = false;
};

} // namespace binnacle
