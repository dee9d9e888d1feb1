using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using LearnedOpt.Numerics;

namespace LearnedOpt.Tests.Numerics;

public sealed class PhiloxTests
{
    // The known answers published with Salmon et al. 2011: counter, key, result.
    [Theory]
    [InlineData(0ul, 0ul, 0ul, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x85a308d3_243f6a88ul, 0x03707344_13198a2eul, 0x299f31d0_a4093822ul, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Block_function_gives_the_published_answers(ulong low, ulong high, ulong key, uint w0, uint w1, uint w2, uint w3) =>
        Assert.Equal(new Philox.Block(w0, w1, w2, w3), Philox.Generate(low, high, key));

    [Theory]
    [InlineData(0ul, 0ul, 0ul)]
    [InlineData(0xFFFFFFFEul, 5ul, 0xFFFFFFFFFFFFFFFFul)]       // the lower counter word carries within the four blocks
    [InlineData(0x85a308d3_243f6a88ul, 0x03707344_13198a2eul, 0x299f31d0_a4093822ul)]
    public void Four_blocks_at_once_are_the_four_single_blocks(ulong low, ulong high, ulong key)
    {
        if (!Avx2.IsSupported)
            return;
        (Vector256<ulong> w0, Vector256<ulong> w1, Vector256<ulong> w2, Vector256<ulong> w3) = Philox.GenerateFour(low, high, key);
        for (int i = 0; i < 4; i++)
            Assert.Equal(Philox.Generate(low + (ulong)i, high, key), new Philox.Block((uint)w0[i], (uint)w1[i], (uint)w2[i], (uint)w3[i]));
    }
}
